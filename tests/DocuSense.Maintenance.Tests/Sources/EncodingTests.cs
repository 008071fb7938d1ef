using System.Text;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Sources;

/// <summary>PEP 263 declarations, byte order marks, and bytes that are no text.</summary>
public sealed class EncodingTests
{
    private static readonly byte[] s_mark = [0xEF, 0xBB, 0xBF];

    // The sources as Latin-1 text: each character one byte.
    public static TheoryData<string, bool> Declarations => new()
    {
        { "# coding: latin-1\nx = '\u00E9'; import a", true },
        { "# -*- coding: iso-8859-15 -*-\nx = '\u00A4'; import a", true },
        { "#!/usr/bin/python\n# vim: set fileencoding=cp1252 :\nx = '\u0080'; import a", true },
        { "\f # coding=koi8-r\nx = '\u00C1\u00C2'; import a", true },
        { "# coding: latin-1-unix\nx = '\u00E9'; import a", true },
        { "# coding: Latin_1\nx = '\u00E9'; import a", true },
        { "# coding: utf-8\nx = '\u00E9'; import a", false },
        { "x = '\u00E9'; import a", false },
        { "x = 1 # coding: latin-1\ny = '\u00E9'; import a", false },
        { "x = 1\n# coding: latin-1\ny = '\u00E9'; import a", false },
        { "\n\n# coding: latin-1\ny = '\u00E9'; import a", false },
        { "\n# coding: latin-1\ny = '\u00E9'; import a", true },
        { "# coding:latin-1\r\ny = '\u00E9'; import a", true },
        { "# coding : latin-1\r\ny = '\u00E9'; import a", false },
        { "# coding: nonesuch\nimport a", false },
        { "# coding: ascii\nx = '\u00E9'; import a", false },
        { "# coding: us-ascii\nimport a", true },
        { "# coding: utf8\nimport a", true },
        { "# coding: utf-8-sig\nimport a", true },
        { "# coding: U8\nimport a", true },
#if !ENGINE_NETSTANDARD
        // Only the full framework has these tables without another package; elsewhere columns count bytes.
        { "# coding: cp932\nx = '\u0082\u00A0'; import a", true },
        { "# coding: gbk\nx = '\u00C4\u00E3'; import a", true },
        { "# coding: euc-jp\nx = '\u00A4\u00A2'; import a", true },
#endif
        { "# encoding: mac-roman\nx = '\u008E'; import a", true },
        { "# coding: cp437\nx = '\u0082'; import a", true },
        { "# coding:\nimport a", true },
        { "# coding: latin-1", true },
        { "", true },
        { "\u00EF\u00BB\u00BFimport a", true },
        { "\u00EF\u00BB\u00BF# coding: utf-8\nimport a", true },
        { "\u00EF\u00BB\u00BF# coding: utf8\nimport a", false },
        { "\u00EF\u00BB\u00BF# coding: latin-1\nimport a", false },
        { "\u00EF\u00BB\u00BF\u00EF\u00BB\u00BFx = 1", false },
        { "x = '\u00ED\u00A0\u0080'; import a", false },
        { "x = '\u00C0\u0080'; import a", false },
        { "x = '\u00F4\u0090\u0080\u0080'; import a", false },
        { "x = '\u00F0\u009F\u0098\u0080'; import a", true },
        { "# \u00E9\nimport a", true },
        { "import a # \u00E9\n# \u00E9", true },
        { "import a # \u00E9\nx = '\u00E9'", false },
        { "import a # \u00E9\r\nx = 1\r# \u00E9\r\n", true },
    };

    [Theory]
    [MemberData(nameof(Declarations))]
    public void Bytes_are_decoded_as_declared(string bytes, bool accepted)
    {
        ScanResult result = ImportScanner.Scan(Encoding.Latin1.GetBytes(bytes));
        Assert.Equal(accepted, result.Problems.Count == 0);
        if (bytes.Contains("import a", StringComparison.Ordinal))
            Assert.Equal("a", Assert.Single(result.Imports).Module);
    }

    [PythonFact]
    public void Bytes_are_decoded_as_every_interpreter_decodes_them()
    {
        byte[][] sources = [.. Declarations.Select(row => Encoding.Latin1.GetBytes((string)((object[])row)[0]))];
        foreach (Python python in Pythons.All)
        {
            IReadOnlyList<Judgement> judgements = AstJudge.OfSources(python, sources);
            for (int i = 0; i < sources.Length; i++)
            {
                ScanResult result = ImportScanner.Scan(sources[i]);
                Assert.True(judgements[i].Accepted == (result.Problems.Count == 0), $"{python.FullVersion}: {Encoding.Latin1.GetString(sources[i])}: {judgements[i].Error}");
                if (judgements[i].Accepted)
                    Assert.Equal(judgements[i].Imports, AstJudge.Describe(result, python));
            }
        }
    }

    [Fact]
    public void A_byte_that_is_no_text_is_shown_where_it_stands()
    {
        ScanResult result = ImportScanner.Scan((byte[])[.. "import a\r\nx = '"u8, 0xE9, 0xFF, .. "'\nimport b\n"u8]);
        Assert.Equal(new SourceSpan(2, 6, 2, 6), Assert.Single(result.Problems).Span);
        Assert.Contains("0xE9", result.Problems[0].Message, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], result.Imports.Select(import => import.Module));
    }

    [Fact]
    public void The_imports_of_a_utf16_file_count_though_python_does_not_read_it()
    {
        foreach (Encoding encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            ScanResult result = ImportScanner.Scan((byte[])[.. encoding.GetPreamble(), .. encoding.GetBytes("import a\n")]);
            Assert.Single(result.Problems);
            Assert.Equal("a", Assert.Single(result.Imports).Module);
        }
    }

    [Fact]
    public void Columns_count_characters()
    {
        ScanResult result = ImportScanner.Scan((byte[])[.. s_mark, .. Encoding.UTF8.GetBytes("x = '\u00E9\u65E5\U0001F600'; import a\n")]);
        Assert.Equal(new SourceSpan(1, 19, 1, 20), Assert.Single(result.Imports).Span);
    }

    [Theory]
    [InlineData("\uFB01", "fi")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("\uFF46\uFF55\uFF4C\uFF4C", "full")]
    [InlineData("\U0001D41B", "b")]
    [InlineData("a\u0323\u0307", "\u1EA1\u0307")]
    [InlineData("a\u0307\u0323", "\u1EA1\u0307")]
    [InlineData("\u1100\u1161\u11A8", "\uAC01")]
    [InlineData("\uAC00\u11A8", "\uAC01")]
    [InlineData("\u212B", "\u00C5")]
    [InlineData("\u017F", "s")]
    public void Names_are_in_normal_form(string name, string normal)
    {
        Assert.Equal(normal, DocuSense.Maintenance.Sources.Scanning.Normalization.FromTables(name));
        Assert.Equal(normal, Assert.Single(ImportScanner.Scan(Encoding.UTF8.GetBytes("import " + name)).Imports).Module);
    }
}
