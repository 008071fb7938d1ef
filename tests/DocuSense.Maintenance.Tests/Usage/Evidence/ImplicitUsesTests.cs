using DocuSense.Maintenance.Usage;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Usage.Evidence;

/// <summary>The table of uses without an import, over realistic files whose lines say what they need: <c>#> needed! optional?</c>.</summary>
public sealed class ImplicitUsesTests(ITestOutputHelper output)
{
    private const string Mark = "  #> ";

    private static IEnumerable<(string Path, string Text, string[] Lines)> Cases()
    {
        foreach ((string path, string text) in Hints.Files("implicit-uses.txt"))
        {
            string[] lines = text.Split('\n');
            yield return (path, string.Join("\n", lines.Select(static line => line.Split(Mark)[0])), lines);
        }
    }

    [Fact]
    public void Each_line_needs_exactly_what_it_says()
    {
        int lines = 0;
        foreach ((string path, string text, string[] marked) in Cases())
        {
            ILookup<int, UseHint> found = Hints.Of(path, text).Where(static hint => hint.Target == HintTarget.Distribution).ToLookup(static hint => hint.Line);
            for (int line = 1; line <= marked.Length; line++)
            {
                string expected = marked[line - 1].Contains(Mark, StringComparison.Ordinal) ? marked[line - 1].Split(Mark)[1] : "";
                string actual = string.Join(" ", found[line].Select(static hint => hint.Value + (hint.IsNeeded ? "!" : "?")).Distinct());
                Assert.True(expected == actual, $"{path}({line}): expected '{expected}', found '{actual}'");
                lines += expected.Length > 0 ? 1 : 0;
            }
        }

        output.WriteLine($"{lines} lines that need something");
        Assert.True(lines > 400, $"{lines}");
    }

    [Fact]
    public void Each_row_is_met_in_a_file_or_by_an_extra()
    {
        var met = new HashSet<(string, string)>();
        foreach ((string path, string text, _) in Cases())
        {
            foreach (UseHint hint in Hints.Of(path, text).Where(static hint => hint.Source is not null))
                met.Add((hint.Value, hint.Source!));
        }

        string[] unmet = ImplicitUses.Default.Rows.Where(row => row.Form != TriggerForm.Extra && !met.Contains((row.Distributions[0], row.Source))).Select(static row => row.Trigger).ToArray();
        Assert.Empty(unmet);
    }

    [Fact]
    public void The_same_files_in_comments_need_nothing()
    {
        foreach ((string path, string text, _) in Cases())
        {
            if (!path.EndsWith(".py", StringComparison.Ordinal) && !path.EndsWith(".sh", StringComparison.Ordinal) && !path.EndsWith(".cfg", StringComparison.Ordinal) && !path.EndsWith(".toml", StringComparison.Ordinal))
                continue;
            string commented = string.Join("\n", text.Split('\n').Select(static line => "# " + line));
            Assert.DoesNotContain(Hints.Of(path, commented), static hint => hint.Kind != "configuration");
        }
    }

    [Fact]
    public void The_same_files_in_a_docstring_need_nothing()
    {
        foreach ((string path, string text, _) in Cases().Where(static each => each.Path.EndsWith(".py", StringComparison.Ordinal)))
        {
            string quoted = "x = 1\n'''\n" + text.Replace("'''", "\"\"\"", StringComparison.Ordinal) + "\n'''\n";
            Assert.DoesNotContain(Hints.Of(path, quoted), static hint => hint.Kind != "configuration");
        }
    }

    [Fact]
    public void The_same_names_of_other_modules_need_nothing()
    {
        string[] libraries = ["fastapi", "starlette", "pydantic", "pandas", "polars", "passlib", "httpx", "bs4", "xarray", "transformers", "matplotlib", "uvicorn"];
        foreach ((string path, string text, _) in Cases().Where(static each => each.Path.EndsWith(".py", StringComparison.Ordinal)))
        {
            string other = text;
            foreach (string library in libraries)
                other = other.Replace("import " + library, "import my_" + library, StringComparison.Ordinal).Replace("from " + library, "from my_" + library, StringComparison.Ordinal);
            foreach (UseHint hint in Hints.Of(path, other))
                Assert.DoesNotContain(libraries, library => hint.Detail.StartsWith("uses " + library + ".", StringComparison.Ordinal) || hint.Detail.StartsWith("calls " + library + ".", StringComparison.Ordinal) || hint.Detail == "imports " + library);
        }
    }

    [Theory]
    [InlineData("uvicorn", "standard", "uvloop httptools websockets watchfiles python-dotenv PyYAML colorama")]
    [InlineData("passlib", "bcrypt", "bcrypt")]
    [InlineData("passlib", "argon2", "argon2-cffi")]
    [InlineData("passlib", "totp", "cryptography")]
    [InlineData("python-jose", "cryptography", "cryptography")]
    [InlineData("pyjwt", "crypto", "cryptography")]
    [InlineData("pydantic", "email", "email-validator")]
    [InlineData("fastapi", "standard", "fastapi-cli httpx Jinja2 python-multipart email-validator uvicorn")]
    [InlineData("celery", "redis", "redis")]
    [InlineData("sqlalchemy", "asyncio", "greenlet")]
    [InlineData("psycopg", "binary", "psycopg-binary")]
    [InlineData("requests", "socks", "PySocks")]
    [InlineData("httpx", "http2", "h2")]
    [InlineData("coverage", "toml", "tomli")]
    [InlineData("uvicorn", "unknown", "")]
    [InlineData("unknown", "standard", "")]
    public void A_well_known_extra_brings_its_distributions(string distribution, string extra, string expected) =>
        Assert.Equal(expected, string.Join(" ", ImplicitUses.Default.OfExtra(distribution, extra).Select(static row => row.Distributions[0])));

    [Fact]
    public void A_project_adds_rows_of_its_own()
    {
        ImplicitUses own = ImplicitUses.Parse("# ours\nuse acme.Widget\tacme-widgets | acme-all\tneeded\tour wiki\noption acme --fast\tacme-speedups\toptional\tour wiki\n");
        Assert.Empty(own.Problems);
        ImplicitUses both = ImplicitUses.Default.With(own);
        Assert.Equal(ImplicitUses.Default.Rows.Count + 2, both.Rows.Count);

        UseHint hint = Assert.Single(PythonUses.Find("from acme import Widget as W\nw = W()\n", [], false, both));
        Assert.Equal((2, 5, "acme-widgets", true, "our wiki"), (hint.Line, hint.Column, hint.Value, hint.IsNeeded, hint.Source));
        Assert.Equal(["acme-widgets", "acme-all"], hint.Distributions);
        Assert.Contains(TextUses.Find("x.sh", "acme --fast\n", both), static each => each.Value == "acme-speedups" && !each.IsNeeded);
    }

    [Theory]
    [InlineData("use a.B\tx\tneeded")]
    [InlineData("use a.B\tx\tmaybe\tdoc")]
    [InlineData("uses a.B\tx\tneeded\tdoc")]
    [InlineData("use\tx\tneeded\tdoc")]
    [InlineData("use a.B\t\tneeded\tdoc")]
    [InlineData("use a.B\tx | \tneeded\tdoc")]
    [InlineData("method pandas\tx\tneeded\tdoc")]
    [InlineData("call a.b(c\tx\tneeded\tdoc")]
    [InlineData("use a b\tx\tneeded\tdoc")]
    public void A_row_that_is_not_understood_becomes_a_problem_with_its_line(string row)
    {
        ImplicitUses table = ImplicitUses.Parse("# comment\n\n" + row + "\nuse a.C\tx\tneeded\tdoc\n");
        Assert.Single(table.Rows);
        Assert.StartsWith("Line 3: ", Assert.Single(table.Problems), StringComparison.Ordinal);
    }
}
