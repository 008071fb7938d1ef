using System.Text;
using DocuSense.Maintenance.Usage;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Usage;

/// <summary>The embedded table as a whole: its order, its agreement with itself and with the hand-written rows.</summary>
public sealed class ModuleMapResourceTests(ITestOutputHelper output)
{
    private static readonly string[] _lines = Text().Split('\n', StringSplitOptions.RemoveEmptyEntries);

    private static string Text()
    {
        using Stream stream = typeof(ModuleMap).Assembly.GetManifestResourceStream(ModuleMap.Resource)!;
        using var reader = new StreamReader(stream, new UTF8Encoding(false, true));
        return reader.ReadToEnd();
    }

    private static IEnumerable<string[]> Rows(string kind) => _lines.Where(line => line[0] == kind[0]).Select(line => line.Split('\t'));

    private static string Normalize(string name) => System.Text.RegularExpressions.Regex.Replace(name, "[-_.]+", "-").ToLowerInvariant();

    [Fact]
    public void It_is_sorted_by_bytes_and_has_no_key_twice()
    {
        byte[][] keys = [.. _lines.Where(line => line[0] != '#').Select(line => Encoding.UTF8.GetBytes(string.Join('\t', line.Split('\t').Take(2))))];
        for (int i = 1; i < keys.Length; i++)
            Assert.True(keys[i - 1].AsSpan().SequenceCompareTo(keys[i]) < 0, _lines[i]);
        Assert.DoesNotContain('\r', Text());
        Assert.EndsWith("\n", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void It_is_small_and_says_where_it_comes_from()
    {
        Assert.InRange(Encoding.UTF8.GetByteCount(Text()), 200_000, 600_000);
        Assert.StartsWith("# ", _lines[0], StringComparison.Ordinal);
        Assert.Contains("Debian", _lines[1], StringComparison.Ordinal);
        output.WriteLine($"{Rows("d").Count()} distributions, {Rows("m").Count()} modules, {Encoding.UTF8.GetByteCount(Text())} bytes.");
        Assert.InRange(Rows("d").Count(), 6000, 20000);
    }

    [Fact]
    public void Every_key_is_a_normal_name_and_every_name_normalises_to_its_key()
    {
        foreach (string[] row in Rows("d"))
        {
            Assert.Equal(row[1], Normalize(row[1]));
            Assert.Equal(row[1], Normalize(ModuleMap.Find(row[1])!.Name));
        }
    }

    [Fact]
    public void Both_directions_tell_the_same()
    {
        foreach (string[] row in Rows("m"))
        {
            Assert.Equal(row[2].Split(' '), ModuleMap.Distributions(row[1]));
            foreach (string name in row[2].Split(' '))
                Assert.Contains(row[1], ModuleMap.Find(Normalize(name))!.Modules);
        }

        foreach (string[] row in Rows("d"))
        {
            DistributionFacts facts = ModuleMap.Find(row[1])!;
            foreach (string module in facts.Modules)
                Assert.Contains(facts.Name, ModuleMap.Distributions(module));
        }
    }

    [Fact]
    public void Every_hand_written_row_is_in_it_as_written()
    {
        string? file = RepositoryFile(Path.Combine("eng", "well_known_modules.tsv"));
        Assert.NotNull(file);
        string[][] rows = [.. File.ReadLines(file).Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('\t'))];
        var order = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (string[] row in rows)
        {
            Assert.Equal(4, row.Length);
            Assert.Contains("https://", row[3], StringComparison.Ordinal);
            DistributionFacts? facts = ModuleMap.Find(Normalize(row[0]));
            Assert.NotNull(facts);
            Assert.Equal(row[0], facts.Name);
            foreach (string module in row[1] == "-" ? [] : row[1].Split(' '))
            {
                Assert.Contains(module, facts.Modules);
                if (!order.TryGetValue(module, out List<string>? names))
                    order.Add(module, names = []);
                names.Add(row[0]);
            }

            foreach (string flag in row[2] == "-" ? [] : row[2].Split(','))
                Assert.True(facts.MayBeUsedWithoutImport.HasFlag(Enum.Parse<UsedWithoutImport>(flag, ignoreCase: true)), row[0]);
        }

        // The first candidates are the hand-written ones, in their order.
        foreach (KeyValuePair<string, List<string>> entry in order)
            Assert.Equal(entry.Value, ModuleMap.Distributions(entry.Key).Take(entry.Value.Count));
        output.WriteLine($"{rows.Length} rows, {order.Count} modules.");
        Assert.InRange(rows.Length, 300, int.MaxValue);
    }

    [Theory]
    [InlineData("")]
    [InlineData("#\n")]
    [InlineData("m\ta\tA\n")]
    [InlineData("m\ta\tA")]
    [InlineData("m\ta\tA\nm\ta.b\tB\nm\tab\tC\n")]
    public void Any_table_is_searched_to_its_ends(string text)
    {
        var table = new SortedTable(Encoding.UTF8.GetBytes(text));
        var expected = text.Split('\n').Where(line => line.StartsWith('m')).Select(line => line.Split('\t')).ToDictionary(cells => cells[1], cells => cells[2]);
        foreach (string key in new[] { "a", "a.b", "ab", "a.", "b", "", "A", "abc" })
            Assert.Equal(expected.GetValueOrDefault(key), table.Find(Encoding.UTF8.GetBytes("m\t" + key)));
    }

    [Fact]
    public void A_line_of_any_length_is_read_whole()
    {
        foreach (int length in new[] { 0, 1, 509, 510, 511, 512, 513, 1023, 1024, 1025, 5000 })
        {
            string rest = string.Concat(Enumerable.Range(0, length).Select(i => (char)('a' + (i % 26))));
            foreach (string end in new[] { "\n", "", "\nm\tz\tZ\n" })
                Assert.Equal(rest, new SortedTable(Encoding.UTF8.GetBytes("m\ta\tA\nm\tb\t" + rest + end)).Find("m\tb"u8));
        }
    }

    [Fact]
    public void Several_threads_may_ask_at_once() =>
        Parallel.ForEach(Rows("m"), row => Assert.Equal(row[2].Split(' '), ModuleMap.Distributions(row[1])));

    private static string? RepositoryFile(string path)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, path)))
                return Path.Combine(folder.FullName, path);
        }

        return null;
    }
}
