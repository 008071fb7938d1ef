using System.Text;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Tests.Sources;

/// <summary>Sources that no one writes by hand: huge, deep, or made to be slow. What they would break is the stack, or the suite's patience.</summary>
public sealed class LimitTests
{
    [Fact]
    public void A_hundred_megabytes_on_one_line_are_scanned()
    {
        byte[] source = new byte[100_000_000];
        "import a; x = ["u8.CopyTo(source);
        source.AsSpan(15).Fill((byte)'1');
        "]; import b"u8.CopyTo(source.AsSpan(source.Length - 11));
        ScanResult result = ImportScanner.Scan(source);
        Assert.Equal(["a", "b"], result.Imports.Select(import => import.Module));
        Assert.Equal(new SourceSpan(1, 100_000_000, 1, 100_000_001), result.Imports[1].Span);
        Assert.Empty(result.Problems);
    }

    [Theory]
    [InlineData("(", ")")]
    [InlineData("[", "]")]
    [InlineData("{", "}")]
    [InlineData("f'{", "}'")]
    [InlineData("f'{x:", "}'")]
    [InlineData("f'''{", "}'''")]
    [InlineData("f\"{f'{", "}'}\"")]
    [InlineData("(lambda: ", ")")]
    [InlineData("__import__('b', ", ")")]
    [InlineData("importlib.import_module(", ")")]
    [InlineData("lambda: ", "")]
    [InlineData("not ", "")]
    public void Nesting_without_end_overflows_nothing(string open, string close)
    {
        const int Depth = 20_000;
        foreach (string header in new[] { "x = {0}", "if {0}: pass", "if TYPE_CHECKING and {0}: pass", "with {0} as suppress: pass", "try: pass\nexcept {0}: pass" })
        {
            string nested = string.Concat(Enumerable.Repeat(open, Depth)) + "1" + string.Concat(Enumerable.Repeat(close, Depth));
            string statement = header.Replace("{0}", nested, StringComparison.Ordinal);
            ScanResult result = ImportScanner.Scan(Encoding.UTF8.GetBytes(statement + "\nimport a\n"));
            Assert.Contains(result.Imports, import => import.Module == "a");

            // The same, left open: still every import after it.
            ScanResult broken = ImportScanner.Scan(Encoding.UTF8.GetBytes(header.Replace("{0}", string.Concat(Enumerable.Repeat(open, Depth)), StringComparison.Ordinal) + "\nimport a\n"));
            Assert.Contains(broken.Imports, import => import.Module == "a");
        }
    }

    [Theory]
    [InlineData("\"\"\"\\")]
    [InlineData("'''\n")]
    [InlineData("f'''\n")]
    [InlineData("f\"\"\"{'''")]
    [InlineData("f'{x\n")]
    [InlineData("x = (\n")]
    [InlineData("((((]]]]\n")]
    [InlineData(")\n")]
    [InlineData("if lambda: lambda: ")]
    [InlineData("`")]
    [InlineData("import a as\n")]
    [InlineData("from . import (\n")]
    [InlineData("try:\nexcept ((\n")]
    [InlineData("if TYPE_CHECKING (and ")]
    [InlineData("importlib.import_module(\n")]
    [InlineData("__import__('a',\n")]
    [InlineData("from importlib import import_module as b\nb('c')\n")]
    [InlineData("import importlib as i, i.x as y\n")]
    [InlineData("\\\n")]
    [InlineData("\r")]
    [InlineData("\u00E9 = \u201C\n")]
    [InlineData("if x:\n \n  y\n")]
    [InlineData("f'{f\"{")]
    [InlineData("match x:\n case ")]
    public void A_mistake_repeated_two_hundred_thousand_times_takes_linear_time(string piece)
    {
        // Quadratic time would be hours here.
        byte[] source = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 200_000)) + "\nimport last\n");
        Assert.NotNull(ImportScanner.Scan(source));
    }

    [Theory]
    [InlineData("if TYPE_CHECKING and ", "(")]
    [InlineData("if TYPE_CHECKING and ", "not (")]
    [InlineData("with suppress", "(")]
    [InlineData("with ", "(suppress(")]
    [InlineData("try: pass\nexcept ", "(")]
    [InlineData("try: pass\nexcept ", "(ImportErro, ")]
    [InlineData("importlib.import_module", "(")]
    [InlineData("", "(importlib.import_module")]
    [InlineData("match ", "[")]
    [InlineData("from . import ", "(")]
    [InlineData("def f", "[(")]
    [InlineData("x = ", "f'{f\"{")]
    [InlineData("x = lambda: ", "(lambda: __import__('x', ")]
    public void Brackets_nested_without_end_take_linear_time(string header, string open)
    {
        string close = new([.. open.Where(character => "([".Contains(character, StringComparison.Ordinal)).Select(character => character == '(' ? ')' : ']').Reverse()]);
        byte[] closed = Encoding.UTF8.GetBytes(header + string.Concat(Enumerable.Repeat(open, 100_000)) + "x" + string.Concat(Enumerable.Repeat(close, 100_000)) + ": pass\nimport last\n");
        byte[] left = Encoding.UTF8.GetBytes(header + string.Concat(Enumerable.Repeat(open, 100_000)) + "\nimport last\n");
        Assert.NotNull(ImportScanner.Scan(closed));
        Assert.Contains(ImportScanner.Scan(left).Imports, import => import.Module == "last");
    }

    [Fact]
    public void Every_prefix_of_a_source_is_scanned()
    {
        byte[] source = Encoding.UTF8.GetBytes(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Sources", "snippets.txt")));
        for (int length = 0; length < source.Length; length++)
            Assert.NotNull(ImportScanner.Scan(source.AsMemory(Math.Max(0, length - 200), length - Math.Max(0, length - 200))));
    }

    [Fact]
    public void Random_bytes_are_scanned()
    {
        var random = new Random(7);
        byte[] alphabet = "\n\"'#()[]{}:;\\`$?!/ \tfrbxNimportfrom.,*=\r\u00E9"u8.ToArray();
        for (int round = 0; round < 20_000; round++)
        {
            byte[] source = new byte[random.Next(120)];
            for (int i = 0; i < source.Length; i++)
                source[i] = round % 3 == 0 ? (byte)random.Next(256) : alphabet[random.Next(alphabet.Length)];
            Assert.NotNull(ImportScanner.Scan(source));
        }
    }

    [Fact]
    public void A_cancelled_scan_stops()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.Throws<OperationCanceledException>(() => ImportScanner.Scan("import a"u8.ToArray(), cancellationToken: cancelled.Token));
    }
}
