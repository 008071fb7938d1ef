using System.Text;
using DocuSense.Maintenance.Maintenance;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Tests.Manifests;

namespace DocuSense.Maintenance.Tests.Verbs;

/// <summary>Exact versions follow an update, and nothing else of a file changes: what is edited there and back again is the very same bytes.</summary>
public sealed class RequirementsUpdateTests
{
    private const string NewVersion = "99.7.5.3";

    [Theory]
    [InlineData("a==1", "a==2")]
    [InlineData("a == 1 # c", "a == 2 # c")]
    [InlineData("A[x,y]  (==1) ; os_name == 'posix'", "A[x,y]  (==2) ; os_name == 'posix'")]
    [InlineData("a \\\n  ==1 \\\n  # no\nb==1", "a \\\n  ==2 \\\n  # no\nb==1")]
    [InlineData("a===1", "a===1")]
    [InlineData("a==1.*", "a==1.*")]
    [InlineData("a==1,<3", "a==1,<3")]
    [InlineData("a>=1", "a>=1")]
    [InlineData("a==1 --hash=sha256:00", "a==1 --hash=sha256:00")]
    [InlineData("a==${V}", "a==${V}")]
    [InlineData("-e a==1", "-e a==1")]
    [InlineData("b==1", "b==1")]
    public void Only_one_exact_version_without_hashes_follows(string before, string after)
    {
        byte[] written = RequirementsUpdate.Apply(Encoding.UTF8.GetBytes(before), new Dictionary<string, string> { ["a"] = "2" }, static name => name == "V" ? "1" : null, out _);
        Assert.Equal(after, Encoding.UTF8.GetString(written));
    }

    [Fact]
    public void Every_requirements_file_of_this_machine_survives_there_and_back()
    {
        int files = 0;
        int lines = 0;
        foreach (string file in InstalledFiles.Find("*requirements*.txt").Concat(InstalledFiles.Find("*constraints*.txt")))
        {
            files++;
            lines += ThereAndBack(File.ReadAllBytes(file), file);
        }

        foreach (string text in RequirementsCases.Table)
        {
            files++;
            lines += ThereAndBack(Encoding.UTF8.GetBytes(text), text);
        }

        Console.WriteLine($"{files} files, {lines} lines followed an update and went back");
        Assert.True(files > 100);
        Assert.True(lines > 0);
    }

    [Fact]
    public void Every_requirement_of_every_file_is_replaced_and_put_back()
    {
        int files = 0;
        int replaced = 0;
        IEnumerable<byte[]> real = InstalledFiles.Find("*requirements*.txt").Concat(InstalledFiles.Find("*constraints*.txt")).Concat(InstalledFiles.Find("requires.txt")).Select(File.ReadAllBytes);
        foreach (byte[] content in real.Concat(RequirementsCases.Table.Concat(RequirementsCases.Random(23, 10_000)).Select(Encoding.UTF8.GetBytes)))
        {
            files++;
            RequirementsDocument document = RequirementsDocument.Parse(content, static _ => null);
            for (int index = 0; index < document.Requirements.Count; index++)
            {
                RequirementsLine line = document.Requirements[index];
                // Of a requirement that is continued, the joint goes with it.
                if (line.Kind != RequirementsLineKind.Requirement || line.Text.Length == 0 || line.PhysicalLines.End - line.PhysicalLines.First > 1)
                    continue;
                RequirementsDocument there = document.WithRequirementReplaced(line, "other==99.7");
                RequirementsLine other = there.Requirements[index];
                Assert.True(other.Text == "other==99.7", $"{Encoding.UTF8.GetString(content)}\n-> {other.Text}");
                Assert.Equal(document.Requirements.Count, there.Requirements.Count);
                Assert.True(there.WithRequirementReplaced(other, line.Text).ToBytes().AsSpan().SequenceEqual(content), Encoding.UTF8.GetString(content));
                replaced++;
            }
        }

        Console.WriteLine($"{files} files, {replaced} requirements replaced and put back");
        Assert.True(replaced > 10_000, $"{replaced}");
    }

    [Fact]
    public void Ten_thousand_random_files_survive_there_and_back()
    {
        string[] parts = ["a", "b-c", "D.e", "[x]", "==1.0", " == 2.0rc1", "(==3)", ">=1", ",<9", "==1.*", "===1", " ; python_version > '3'", " --hash=sha256:aa", "  # note", "#", "\n", "\r\n", "\r", "\\\n", " ",
            "-r x", "-e .", "--pre", "${V}", "é", "😀", "\u2028", "\t", "@ https://h/x", "\ufeff", "\0"];
        var random = new Random(20301);
        int lines = 0;
        for (int file = 0; file < 10_000; file++)
        {
            var text = new StringBuilder();
            for (int part = random.Next(30); part >= 0; part--)
                text.Append(parts[random.Next(parts.Length)]);
            if (random.Next(2) == 0)
                text.Append("\nfollows==1.0").Append(parts[random.Next(parts.Length)]).Append('\n');
            lines += ThereAndBack(Encoding.UTF8.GetBytes(text.ToString()), text.ToString());
        }

        Console.WriteLine($"10,000 random files, {lines} lines followed an update and went back");
        Assert.True(lines > 1_000);
    }

    /// <summary>The edited file is the original with one version for another in each place, in order, and the same everywhere else.</summary>
    private static void AssertMinimal(byte[] content, byte[] edited, List<string> versions, string name)
    {
        Encoding encoding = content is [0xFF, 0xFE, ..] ? Encoding.Unicode : content is [0xFE, 0xFF, ..] ? Encoding.BigEndianUnicode : Encoding.Latin1;
        string[] between = encoding.GetString(edited).Split(NewVersion);
        Assert.Equal(versions.Count + 1, between.Length);
        var expected = new StringBuilder(between[0]);
        for (int index = 0; index < versions.Count; index++)
        {
            Assert.EndsWith("==", between[index].TrimEnd(' ', '\t', '\\', '\n', '\r'), StringComparison.Ordinal);
            expected.Append(versions[index]).Append(between[index + 1]);
        }

        Assert.True(encoding.GetString(content) == expected.ToString(), name);
    }

    private static int ThereAndBack(byte[] content, string name)
    {
        var old = new Dictionary<string, string>(StringComparer.Ordinal);
        var fresh = new Dictionary<string, string>(StringComparer.Ordinal);
        var mixed = new HashSet<string>(StringComparer.Ordinal);
        var pins = new List<(string Name, string Version)>();
        foreach (RequirementsLine line in RequirementsDocument.Parse(content, static _ => null).Requirements)
        {
            if (line.Kind != RequirementsLineKind.Requirement || !Requirement.TryParse(line.Text, out Requirement? requirement, out _) || !RequirementsUpdate.IsPin(requirement))
                continue;
            string version = requirement.Specifier.Specifiers[0].Version;
            // A name with two versions cannot be told apart on the way back.
            if (old.TryGetValue(requirement.NormalizedName, out string? other) && other != version)
                mixed.Add(requirement.NormalizedName);
            old[requirement.NormalizedName] = version;
            fresh[requirement.NormalizedName] = NewVersion;
            if (!line.IsExpanded && line.Hashes.Count == 0)
                pins.Add((requirement.NormalizedName, version));
        }

        foreach (string joined in mixed)
        {
            old.Remove(joined);
            fresh.Remove(joined);
        }

        byte[] there = RequirementsUpdate.Apply(content, fresh, static _ => null, out List<(int Line, string Before, string After)> changed);
        byte[] back = RequirementsUpdate.Apply(there, old, static _ => null, out _);
        Assert.True(back.AsSpan().SequenceEqual(content), name);
        Assert.Equal(changed.Count == 0, there.AsSpan().SequenceEqual(content));
        pins.RemoveAll(pin => mixed.Contains(pin.Name));
        Assert.Equal(pins.Count, changed.Count);
        AssertMinimal(content, there, pins.ConvertAll(static pin => pin.Version), name);
        return changed.Count;
    }
}
