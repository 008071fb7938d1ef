using System.Text;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Sources.Scanning;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Sources;

/// <summary>The parts of the scanner that look at many bytes together, against what a byte at a time says.</summary>
public sealed class ScanningPartsTests : TemporaryFolder
{
    private static readonly string[] _words = ["import_", "find_spec", "importorskip", "lambda", "TYPE_CHECKING", "\r", "\0", "é", "import", "find_", "TYPE_", "lamb", " ", "\n", "p", "_"];

    [Fact]
    public void A_survey_finds_what_stands_at_any_place()
    {
        foreach (string word in _words)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(word);
            for (int before = 0; before < 80; before++)
            {
                for (int after = 0; after < 80; after += 7)
                {
                    byte[] text = [.. Enumerable.Repeat((byte)'x', before), .. bytes, .. Enumerable.Repeat((byte)'x', after)];
                    AssertSurvey(text);
                    AssertSurvey(text.AsSpan(0, Math.Max(0, text.Length - 1)).ToArray());
                }
            }
        }
    }

    [Fact]
    public void A_survey_of_many_things_at_once_finds_each()
    {
        var random = new Random(20261126);
        for (int round = 0; round < 5000; round++)
        {
            var text = new StringBuilder();
            int parts = random.Next(40);
            for (int part = 0; part < parts; part++)
                text.Append(_words[random.Next(_words.Length)]).Append(' ', random.Next(4) * random.Next(12));
            AssertSurvey(Encoding.UTF8.GetBytes(text.ToString()));
        }
    }

    [Fact]
    public void Spaces_are_counted_to_the_end_of_the_text()
    {
        for (int spaces = 0; spaces < 70; spaces++)
        {
            foreach (string rest in new[] { "", "x", "\t ", "\n", "x                                        " })
            {
                byte[] text = Encoding.UTF8.GetBytes(new string(' ', spaces) + rest);
                Assert.Equal(spaces, Bytes.CountSpaces(text, 0));
                Assert.Equal(Math.Max(0, spaces - 1), Bytes.CountSpaces(text, Math.Min(1, spaces)));
            }
        }
    }

    [Fact]
    public void A_name_met_before_is_never_taken_for_another()
    {
        var random = new Random(20261126);
        const string Letters = "abcxyz_.019";
        for (int round = 0; round < 200_000; round++)
        {
            var name = new char[random.Next(1, round % 10 == 0 ? 70 : 20)];
            for (int i = 0; i < name.Length; i++)
                name[i] = Letters[random.Next(Letters.Length)];
            string expected = new(name);
            byte[] bytes = Encoding.UTF8.GetBytes(expected);
            Assert.Equal(expected, NameCache.Get(bytes));
            Assert.Equal([expected], NameCache.Alone(bytes));
        }

        // In normal form, wherever the letter beyond ASCII stands.
        for (int at = 0; at < 20; at++)
            Assert.Equal(new string('a', at) + "fi" + new string('b', 20 - at), NameCache.Get(Encoding.UTF8.GetBytes(new string('a', at) + "\uFB01" + new string('b', 20 - at))));
    }

    [Fact]
    public void A_file_below_a_folder_is_read_wherever_it_lies_and_its_absence_is_told()
    {
        Write("a/ü/module.py", "import one\n");
        Write("b/module.py", "import two\n");
        string root = Absolute("").TrimEnd(System.IO.Path.DirectorySeparatorChar);
        using var buffer = SourceBuffer.Rent();
        for (int round = 0; round < 2; round++)
        {
            Assert.True(buffer.TryRead(root, Encoding.UTF8.GetBytes("a/ü/module.py"), out ReadOnlyMemory<byte> content));
            Assert.Equal("import one\n", Encoding.UTF8.GetString(content.Span));
            Assert.True(buffer.TryRead(System.IO.Path.Combine(root, "b"), "module.py"u8, out content));
            Assert.Equal("import two\n", Encoding.UTF8.GetString(content.Span));
            Assert.True(buffer.TryRead(System.IO.Path.Combine(root, "b", "module.py"), out content));
            Assert.Equal("import two\n", Encoding.UTF8.GetString(content.Span));
            Assert.Throws<FileNotFoundException>(() => buffer.TryRead(root, "module.py"u8, out _));
            Assert.Throws<DirectoryNotFoundException>(() => buffer.TryRead(System.IO.Path.Combine(root, "c"), "module.py"u8, out _));
        }
    }

    /// <summary>Statements that are read where they stand, and the same with a second blank, for which tokens are written down.</summary>
    [Theory]
    [InlineData("import a", "import  a")]
    [InlineData("import a.b.c as d", "import  a.b.c as d")]
    [InlineData("import a # why", "import  a # why")]
    [InlineData("import a, b", "import  a, b")]
    [InlineData("import importlib", "import  importlib")]
    [InlineData("import class", "import  class")]
    [InlineData("import a as if", "import  a as if")]
    [InlineData("import a.", "import  a.")]
    [InlineData("import 1a", "import  1a")]
    [InlineData("import a; import b", "import  a; import b")]
    [InlineData("import a b", "import  a b")]
    [InlineData("from a import b", "from  a import b")]
    [InlineData("from a.b import c, d as e,f", "from  a.b import c, d as e,f")]
    [InlineData("from a.b import c, d as e, f", "from  a.b import c, d as e, f")]
    [InlineData("from . import a", "from  . import a")]
    [InlineData("from .. import a", "from  .. import a")]
    [InlineData("from ...a.b import c", "from  ...a.b import c")]
    [InlineData("from . a import c", "from  . a import c")]
    [InlineData("from a import *", "from  a import *")]
    [InlineData("from a import (b)", "from  a import (b)")]
    [InlineData("from a import (b, c as d,)", "from  a import (b, c as d,)")]
    [InlineData("from a import (\n    b,\n    c\n)", "from  a import (\n    b,\n    c\n)")]
    [InlineData("from a import (b, # why\n    c)", "from  a import (b, # why\n    c)")]
    [InlineData("from a import (b\nx = 1", "from  a import (b\nx = 1")]
    [InlineData("from a import b,", "from  a import b,")]
    [InlineData("from a import (b) c", "from  a import (b) c")]
    [InlineData("from a import ()", "from  a import ()")]
    [InlineData("from a import", "from  a import")]
    [InlineData("from a import None", "from  a import None")]
    [InlineData("from import a", "from  import a")]
    [InlineData("from importlib import import_module as im; im('x')", "from  importlib import import_module as im; im('x')")]
    [InlineData("from a import b # é", "from  a import b # é")]
    [InlineData("from a import é", "from  a import é")]
    [InlineData("from a import \uFB01", "from  a import \uFB01")]
    public void A_plain_import_is_read_as_its_tokens_are(string plain, string other)
    {
        foreach (string around in new[] { "{0}\n", "{0}", "if x:\n    {0}\n", "try: {0}\nexcept ImportError: pass\n", "import z\n{0}\nimport y\n", "x = 'é'\n{0}\nimport y\n", "f(\n{0}\nimport y\n" })
        {
            ScanResult left = ImportScanner.Scan(Encoding.UTF8.GetBytes(around.Replace("{0}", plain, StringComparison.Ordinal)));
            ScanResult right = ImportScanner.Scan(Encoding.UTF8.GetBytes(around.Replace("{0}", other, StringComparison.Ordinal)));
            Assert.Equal(right.Imports.Select(Described), left.Imports.Select(Described));
            Assert.Equal(right.Problems.Select(problem => problem.Message), left.Problems.Select(problem => problem.Message));
            Assert.Equal(right.IsComplete, left.IsComplete);
        }

        // All but the columns, which the second blank moves.
        static string Described(Import import) => $"{import.Kind} {import.Level} {import.Module} {string.Join(',', import.Names)} {import.Span.Line} {import.Span.EndLine} "
            + $"{import.TypeChecking} {import.Optional} {import.Deferred} {import.Conditional}";
    }

    /// <summary>What stands more than a block before the end of a text is read many marks at a time, the rest one by one.</summary>
    [Fact]
    public void What_follows_a_statement_does_not_change_how_it_is_read()
    {
        string[] pieces = ["x", "f(", ")", "[", "]", "{", "}", "'", "\"", "'''", "r'", "b\"", "Rb'", "f'", "xr'", "\\", "\\'", "\\\n", "\n", "\n    ", "\n# ", "#", " # ", "/", " / ", "//", "/, ", "!=", "!", ": ", ":=", ";", "'a'", "''", "é", "import_module('z')", "if x:", "return ", "\ndef g():\n    "];
        string tail = "\n# " + new string('-', 200);
        var random = new Random(20261128);
        for (int round = 0; round < 40_000; round++)
        {
            string text = "from importlib import import_module\n" + string.Concat(Enumerable.Range(0, random.Next(1, 12)).Select(_ => pieces[random.Next(pieces.Length)])) + "\nimport y";
            ScanResult alone = ImportScanner.Scan(Encoding.UTF8.GetBytes(text));
            ScanResult followed = ImportScanner.Scan(Encoding.UTF8.GetBytes(text + tail));
            Assert.True(alone.Imports.Select(import => (import.Module, import.Span, import.Deferred)).SequenceEqual(followed.Imports.Select(import => (import.Module, import.Span, import.Deferred))), text);
            Assert.True(alone.IsComplete == followed.IsComplete, text);
        }
    }

    [Theory]
    [InlineData("x = (f'{a)}', b)\nimport y\n")]
    [InlineData("x = [f'{a]}', (b)]\nimport y\n")]
    public void A_bracket_in_an_f_string_closes_none_around_it(string text)
    {
        ScanResult result = ImportScanner.Scan(Encoding.UTF8.GetBytes(text));
        Assert.Equal("y", Assert.Single(result.Imports).Module);
        Assert.StartsWith("Unmatched", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    /// <summary>Sizes about those at which a buffer grows, and one file after the other into the same buffer.</summary>
    [Fact]
    public void Files_of_any_size_are_read_whole()
    {
        string path = Absolute("module.py");
        var random = new Random(20261126);
        using var buffer = SourceBuffer.Rent();
        foreach (int size in new[] { 0, 1, 65535, 65536, 65537, 3, 131071, 131072, 131073, 3_000_000, 65536, 5_000_000, 17 })
        {
            var expected = new byte[size];
            random.NextBytes(expected);
            File.WriteAllBytes(path, expected);
            Assert.True(buffer.TryRead(path, out ReadOnlyMemory<byte> content));
            Assert.True(content.Span.SequenceEqual(expected), $"A file of {size} bytes was read otherwise.");
            Assert.True(buffer.TryRead(System.IO.Path.GetDirectoryName(path)!, "module.py"u8, out content));
            Assert.True(content.Span.SequenceEqual(expected), $"A file of {size} bytes was read otherwise below its folder.");
        }
    }

    private static void AssertSurvey(byte[] text)
    {
        var buffers = ScanBuffers.Rent();
        var survey = SourceSurvey.Of(text, buffers);
        int beyond = Array.FindIndex(text, value => value >= 0x80);
        Assert.Equal(beyond < 0 ? int.MaxValue : beyond, survey.FirstBeyondAscii);
        Assert.Equal(Array.IndexOf(text, (byte)0), survey.FirstNull);
        Assert.Equal(Array.IndexOf(text, (byte)'\r') >= 0, survey.HasCarriageReturn);
        string plain = Encoding.Latin1.GetString(text);
        Assert.Equal(plain.Contains("TYPE_CHECKING", StringComparison.Ordinal), survey.HasTypeChecking);
        Assert.Equal(Places(plain, "lambda"), buffers.Lambdas.Items.Take(buffers.Lambdas.Count));
        int[] candidates = [.. Places(plain, "import_").Concat(Places(plain, "find_spec")).Concat(Places(plain, "importorskip")).Order()];
        Assert.Equal(candidates, buffers.Candidates.Items.Take(buffers.Candidates.Count));
        buffers.Return();
    }

    private static IEnumerable<int> Places(string text, string word)
    {
        for (int at = text.IndexOf(word, StringComparison.Ordinal); at >= 0; at = text.IndexOf(word, at + 1, StringComparison.Ordinal))
            yield return at;
    }
}
