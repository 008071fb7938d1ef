using System.Text;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Sources;

/// <summary>Files that Python rejects: what is wrong is named with its place, and the imports after it count.</summary>
public sealed class ProblemTests
{
    public static TheoryData<string, string, int, int> Cases => new()
    {
        { "x = 'abc\nimport a\n", "Unterminated string", 1, 5 },
        { "x = \"abc\\\nimport b\n\nimport a\n", "Unterminated string", 1, 5 },
        { "x = 1\ny = \"\"\"abc\nimport a\n", "Unterminated triple-quoted string", 2, 5 },
        { "x = f\"{a\nimport a\n", "'{' was never closed", 1, 7 },
        { "x = f'{a:b'\nimport a\n", "'{' was never closed in an f-string", 1, 7 },
        { "x = f'abc\nimport a\n", "Unterminated f-string", 1, 6 },
        { "x = f'}'\nimport a\n", "Single '}' in an f-string", 1, 7 },
        { "x = (1,\nimport a\n", "'(' was never closed", 1, 5 },
        { "x = [1, (2,\ndef f():\n    import a\n", "'(' was never closed", 1, 9 },
        { "x = (1]\nimport a\n", "Unmatched ']'", 1, 7 },
        { "x = 1)\nimport a\n", "Unmatched ')'", 1, 6 },
        { "x = {1: (2}\nimport a\n", "Unmatched '}'", 1, 11 },
        { "if x:\n        y\n    z\nimport a\n", "Unindent does not match any outer indentation level", 3, 5 },
        { "if x:\n        y\n\tz\nimport a\n", "Inconsistent use of tabs and spaces in indentation", 3, 2 },
        { "x\n    y\nimport a\n", "Unexpected indent", 2, 5 },
        { "if x:\ny\nimport a\n", "Expected an indented block", 2, 1 },
        { "def f():\n    if x:\n    y\nimport a\n", "Expected an indented block", 3, 5 },
        { "import a\nif x:\n", "Expected an indented block at the end of the file", 3, 1 },
        { "if x\n    y\nimport a\n", "Expected ':'", 1, 5 },
        { "print \"x\"\nimport a\n", "Missing parentheses in call to 'print' (Python 2)", 1, 1 },
        { "if x: print x\nimport a\n", "Missing parentheses in call to 'print' (Python 2)", 1, 7 },
        { "exec 'x'\nimport a\n", "Missing parentheses in call to 'exec' (Python 2)", 1, 1 },
        { "try: pass\nexcept A, B as e: pass\nimport a\n", "Multiple exception types must be in parentheses", 2, 9 },
        { "x = `y`\nimport a\n", "Invalid syntax: '`' (Python 2)", 1, 5 },
        { "x = y?\nimport a\n", "Invalid syntax: '?'", 1, 6 },
        { "x = $y\nimport a\n", "Invalid syntax: '$'", 1, 5 },
        { "x = !y\nimport a\n", "Invalid syntax: '!'", 1, 5 },
        { "x = \u201Cy\u201D\nimport a\n", "Invalid character in code", 1, 5 },
        { "x\u00A0= 1\nimport a\n", "Invalid character in code", 1, 2 },
        { "x = 1 \\ y\nimport a\n", "Unexpected character after a line continuation", 1, 7 },
        { "import a\nx = 1\\\n", "Unexpected end of file after a line continuation", 2, 6 },
        { "import a\nx = 'a\0b'\n", "Source code cannot contain null bytes", 2, 7 },
        { "import a, b.\n", "Not a valid import statement", 1, 1 },
        { "from a import b,\n", "Not a valid import statement", 1, 1 },
        { "from a import (b, 1)\n", "Not a valid import statement", 1, 1 },
        { "import a\n" + new string('(', 201) + new string(')', 201) + "\n", "Too many nested brackets", 2, 201 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_mistake_is_named_with_its_place_and_hides_no_import(string source, string message, int line, int column)
    {
        ScanResult result = ImportScanner.Scan(Encoding.UTF8.GetBytes(source));
        SourceProblem problem = result.Problems[0];
        Assert.Equal(message, problem.Message);
        Assert.Equal((line, column), (problem.Span.Line, problem.Span.Column));
        Assert.Null(problem.MinimumPython);
        Assert.Contains(result.Imports, import => import.Module == "a");
    }

    [PythonFact]
    public void Every_interpreter_rejects_what_is_named_a_mistake()
    {
        byte[][] sources = [.. Cases.Select(row => Encoding.UTF8.GetBytes((string)((object[])row)[0]))];
        foreach (Python python in Pythons.All)
            Assert.All(AstJudge.OfSources(python, sources).Zip(sources), pair => Assert.False(pair.First.Accepted, Encoding.UTF8.GetString(pair.Second)));
    }

    [Theory]
    [InlineData("x = (1,\n\nimport a\nfrom b import c\n\nclass D:\n    import e\n", "a,b,e")]
    [InlineData("def f():\n    x = [\n    import a\n\ndef g():\n    import b\n", "a,b")]
    [InlineData("x = \"\"\"\nimport a\ny = '''\nimport b\n", "a,b")]
    [InlineData("x = f\"{(\"\nimport a\nx = f\"{1}\"\nimport b\n", "a,b")]
    [InlineData("print 'a'\nimport b\nprint >>f, x\nexec 'c' in d\nimport e, f as g\n", "b,e,f")]
    [InlineData("try:\n    import a\nexcept ImportError, e:\n    import b\n", "a,b")]
    [InlineData("x = }\n]\n)\nimport a\n", "a")]
    [InlineData("import a.\nimport b\n", "b")]
    [InlineData("import a as\nimport b, c as 1, d\n", "b")]
    [InlineData("from a import (b, c\nimport d\n", "a,d")]
    [InlineData("from a import b c\nimport d\n", "a,d")]
    [InlineData("from import b\nfrom . import\nimport d\n", "d")]
    public void The_imports_past_a_mistake_count(string source, string modules) =>
        Assert.Equal(modules.Split(','), ImportScanner.Scan(Encoding.UTF8.GetBytes(source)).Imports.Select(import => import.Module));

    [Theory]
    [InlineData("x = (1,\nimport a\n")]
    [InlineData("x = '''\nimport a\n")]
    [InlineData("import a.\n")]
    public void A_part_that_was_not_understood_makes_the_scan_incomplete(string source) =>
        Assert.False(ImportScanner.Scan(Encoding.UTF8.GetBytes(source)).IsComplete);

    [Fact]
    public void The_same_mistake_is_named_once()
    {
        ScanResult result = ImportScanner.Scan(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("print 'x'\n", 100))));
        Assert.Single(result.Problems);
    }
}
