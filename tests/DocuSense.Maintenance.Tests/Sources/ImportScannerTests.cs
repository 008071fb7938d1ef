using System.Text;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Tests.Sources;

/// <summary>What a scan gives, without any Python at hand; and the syntax of Python 3.14, which no interpreter here reads yet.</summary>
public sealed class ImportScannerTests
{
    [Fact]
    public void Each_alias_of_an_import_is_an_import_of_its_own()
    {
        ScanResult result = Scan("import a.b as c, d\n");
        Assert.Equal(["a.b", "d"], result.Imports.Select(import => import.Module));
        Assert.Equal([new SourceSpan(1, 8, 1, 16), new SourceSpan(1, 18, 1, 19)], result.Imports.Select(import => import.Span));
        Assert.All(result.Imports, import => Assert.Equal(ImportKind.Import, import.Kind));
    }

    [Fact]
    public void A_from_import_has_its_names_and_its_level()
    {
        Import import = Assert.Single(Scan("from ..a.b import (c as d,\n  e,)\n").Imports);
        Assert.Equal((ImportKind.From, "a.b", 2), (import.Kind, import.Module, import.Level));
        Assert.Equal(["c", "e"], import.Names);
        Assert.Equal(new SourceSpan(1, 1, 2, 6), import.Span);
        Assert.Equal(-1, import.Cell);
    }

    [Theory]
    [InlineData("importlib.import_module('a.b')", "a.b", 0)]
    [InlineData("importlib.import_module('..a', package=__package__)", "a", 2)]
    [InlineData("__import__('a', globals(), None, (), 1)", "a", 1)]
    [InlineData("x = f'{importlib.util.find_spec(\"a\")}'", "a", 0)]
    [InlineData("pytest.importorskip(modname='a')", "a", 0)]
    public void A_call_that_imports_is_an_import(string source, string module, int level)
    {
        Import import = Assert.Single(Scan(source).Imports);
        Assert.Equal((ImportKind.Dynamic, module, level), (import.Kind, import.Module, import.Level));
    }

    [Fact]
    public void A_relative_call_keeps_its_literal_package() =>
        Assert.Equal("pkg", Assert.Single(Scan("importlib.import_module('.a', 'pkg')").Imports).Package);

    [Fact]
    public void All_of_a_stub_is_for_type_checking()
    {
        ScanResult result = ImportScanner.Scan("import a\ntry: import b\nexcept ImportError: pass\n"u8.ToArray(), isStub: true);
        Assert.All(result.Imports, import => Assert.True(import.TypeChecking));
        Assert.True(result.Imports[1].Optional);
    }

    [Theory]
    [InlineData("x = t'{a}{__import__(\"m\")}'", "m")]
    [InlineData("x = t\"{__import__(\"m\")!r:{b}}\"", "m")]
    [InlineData("x = Rt'''{\n__import__('m')}'''", "m")]
    [InlineData("x = t'{{__import__(\"m\")}}'; import n", "n")]
    [InlineData("x = f\"{t\"{__import__(\"m\")}\"}\"", "m")]
    [InlineData("try: import m\nexcept ImportError, ValueError: pass", "m|optional")]
    [InlineData("try: import m\nexcept ValueError, ImportError: pass", "m|optional")]
    [InlineData("try: import m\nexcept* ValueError, Exception: pass", "m|optional")]
    [InlineData("try: import m\nexcept ValueError, KeyError: pass", "m")]
    [InlineData("try:\n    pass\nfinally:\n    import m", "m")]
    public void Python_3_14_is_read(string source, string expected)
    {
        ScanResult result = Scan(source + "\n");
        Import import = Assert.Single(result.Imports);
        Assert.Equal(expected, import.Module + (import.Optional ? "|optional" : ""));
        Assert.All(result.Problems, problem => Assert.InRange(problem.MinimumPython ?? int.MaxValue, 11, 14));
    }

    [Fact]
    public void An_empty_source_has_nothing()
    {
        ScanResult result = Scan("");
        Assert.Empty(result.Imports);
        Assert.Empty(result.Problems);
        Assert.True(result.IsComplete);
    }

    private static ScanResult Scan(string source) => ImportScanner.Scan(Encoding.UTF8.GetBytes(source));
}
