using System.Text;
using System.Text.Json;
using DocuSense.Maintenance.Sources;

namespace DocuSense.Maintenance.Tests.Sources;

public sealed class NotebookTests
{
    [Fact]
    public void The_imports_of_the_code_cells_are_found_with_their_cells()
    {
        ScanResult result = Scan(("markdown", "import no"), ("code", "import a\nfrom b import c"), ("code", "\nimport d"));
        Assert.Equal(["a", "b", "d"], result.Imports.Select(import => import.Module));
        Assert.Equal([1, 1, 2], result.Imports.Select(import => import.Cell));
        Assert.Equal([1, 2, 2], result.Imports.Select(import => import.Span.Line));
        Assert.Empty(result.Problems);
        Assert.True(result.IsComplete);
    }

    [Theory]
    [InlineData("%matplotlib inline\nimport a")]
    [InlineData("!pip install x\nimport a")]
    [InlineData("!pip install x \\\n  import_no\nimport a")]
    [InlineData("?x\nimport a")]
    [InlineData("x?\nimport a")]
    [InlineData("x.y??\nimport a")]
    [InlineData("files = !ls (\nimport a")]
    [InlineData("t = %time f(\n)\nimport a")]
    [InlineData("if x:\n    !pip install y\nimport a")]
    [InlineData("if x:\n    %cd z\n    import a")]
    [InlineData("%%time\nimport a")]
    [InlineData("\n%%capture out\nimport a")]
    [InlineData("%%timeit -n 1\nimport a")]
    [InlineData("x = '''\n%no\n!no\n'''\nimport a")]
    [InlineData("x = (1\n% y)\nimport a")]
    [InlineData("x = y != (\n)\nimport a")]
    [InlineData("with x != (\n): import a")]
    [InlineData("%load_ext autoreload\n%autoreload 2\nimport a\n%time x")]
    public void What_IPython_reads_itself_is_passed_over(string source)
    {
        ScanResult result = Scan(("code", source));
        Assert.Equal("a", Assert.Single(result.Imports).Module);
        Assert.Empty(result.Problems);
    }

    [Theory]
    [InlineData("%%bash\nimport no")]
    [InlineData("%%html\nimport no")]
    [InlineData("%%writefile x.py\nimport no")]
    public void A_cell_of_another_language_is_passed_over(string source) => Assert.Empty(Scan(("code", source)).Imports);

    [Fact]
    public void The_source_may_be_a_list_of_lines()
    {
        ScanResult result = ImportScanner.ScanNotebook("""{"cells": [{"source": ["import a\n", "import b"], "outputs": [{"x": [[{}]]}], "cell_type": "code"}], "nbformat": 4}"""u8.ToArray());
        Assert.Equal(["a", "b"], result.Imports.Select(import => import.Module));
    }

    [Fact]
    public void The_third_format_of_notebooks_is_read()
    {
        ScanResult result = ImportScanner.ScanNotebook("""{"worksheets": [{"cells": [{"cell_type": "heading", "source": "import no"}, {"cell_type": "code", "input": "import a"}]}]}"""u8.ToArray());
        Assert.Equal(("a", 1), (Assert.Single(result.Imports).Module, result.Imports[0].Cell));
    }

    [Fact]
    public void A_name_given_in_one_cell_holds_in_the_others()
    {
        ScanResult result = Scan(("code", "load('a')"), ("code", "from importlib import import_module as load"), ("code", "import importlib as il"), ("code", "il.import_module('b')"));
        Assert.Equal(["a", "b"], result.Imports.Where(import => import.Kind == ImportKind.Dynamic).Select(import => import.Module));
    }

    [Fact]
    public void A_notebook_of_another_language_has_no_imports() =>
        Assert.Empty(ImportScanner.ScanNotebook("""{"cells": [{"cell_type": "code", "source": "import a"}], "metadata": {"language_info": {"name": "julia"}}}"""u8.ToArray()).Imports);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("{\"cells\": [}")]
    [InlineData("{} {}")]
    [InlineData("{\"cells\": [{\"cell_type\": \"code\", \"source\": \"\\ud800\"}]}")]
    public void A_file_that_is_no_json_is_a_problem(string json)
    {
        ScanResult result = ImportScanner.ScanNotebook(Encoding.UTF8.GetBytes(json));
        Assert.Single(result.Problems);
        Assert.False(result.IsComplete);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("1")]
    [InlineData("{\"cells\": 1, \"worksheets\": {}, \"metadata\": []}")]
    [InlineData("{\"cells\": [1, [], {\"cell_type\": 1, \"source\": 2}, {\"cell_type\": \"code\", \"source\": [1, {}]}]}")]
    public void Json_that_is_no_notebook_has_no_imports(string json) => Assert.Empty(ImportScanner.ScanNotebook(Encoding.UTF8.GetBytes(json)).Imports);

    [Fact]
    public void Deep_json_overflows_nothing()
    {
        string json = "{\"x\": " + new string('[', 100_000) + new string(']', 100_000) + ", \"cells\": [{\"cell_type\": \"code\", \"source\": \"import a\"}]}";
        Assert.Single(ImportScanner.ScanNotebook(Encoding.UTF8.GetBytes(json)).Imports);
    }

    private static ScanResult Scan(params (string Type, string Source)[] cells) =>
        ImportScanner.ScanNotebook(JsonSerializer.SerializeToUtf8Bytes(new { cells = cells.Select(cell => new { cell_type = cell.Type, source = cell.Source }), nbformat = 4 }));
}
