using DocuSense.Maintenance.Standards;
using DocuSense.Maintenance.Usage;
using Xunit.Abstractions;

namespace DocuSense.Maintenance.Tests.Usage.Evidence;

/// <summary>The embedded tables: whole, without doubles, each row with its source; and what they answer.</summary>
public sealed class FactTableTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("commands.tsv", 3, 240)]
    [InlineData("url-schemes.tsv", 3, 70)]
    [InlineData("plugins.tsv", 3, 55)]
    [InlineData("implicit-uses.tsv", 4, 550)]
    public void Each_row_has_all_its_cells_and_a_source(string table, int cells, int minimum)
    {
        int count = 0;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach ((int line, string[] row) in FactTable.Embedded(table))
        {
            Assert.True(row.Length == cells, $"{table}({line})");
            Assert.True(Uri.TryCreate(row[cells - 1], UriKind.Absolute, out Uri? source) && source.Scheme is "https" or "http", $"{table}({line}): {row[cells - 1]}");
            Assert.True(seen.Add(row[0] + "\t" + row[1]), $"{table}({line}): a double");
            foreach (string name in FactTable.Alternatives(row[1]))
                Assert.True(PackageName.IsValid(name), $"{table}({line}): {name}");
            count++;
        }

        output.WriteLine($"{table}: {count} rows");
        Assert.True(count >= minimum, $"{count}");
    }

    [Fact]
    public void The_table_of_implicit_uses_has_no_problem() => Assert.Empty(ImplicitUses.ParseEmbedded().Problems);

    [Fact]
    public void The_rows_of_a_distribution_are_those_that_name_it()
    {
        IReadOnlyList<ImplicitUse> rows = ImplicitUses.ParseEmbedded().Rows;
        Dictionary<string, List<int>> numbers = ImplicitUses.NumbersByDistribution();

        string[] expected = [.. rows.SelectMany((row, number) => row.Distributions.Select(name => $"{PackageName.Normalize(name)} {number}")).Order(StringComparer.Ordinal)];
        Assert.Equal(expected, numbers.SelectMany(pair => pair.Value.Select(number => $"{pair.Key} {number}")).Order(StringComparer.Ordinal));
        Assert.Contains("email-validator", numbers.Keys);
    }

    /// <summary>Rows that are made when they are asked for, against the table as it is read whole.</summary>
    [Fact]
    public void The_table_of_implicit_uses_finds_the_same_rows_by_parts_as_whole()
    {
        // Its own copy, as another test may have asked the shared one for all rows.
        ImplicitUses parts = ImplicitUses.ReadByParts();
        ImplicitUses whole = ImplicitUses.ParseEmbedded();
        Assert.True(parts.Roots.SetEquals(whole.Roots) && parts.ImportRoots.SetEquals(whole.ImportRoots));
        Assert.True(parts.MethodRoots.SetEquals(whole.MethodRoots) && parts.Methods.SetEquals(whole.Methods));
        Assert.True(whole.Rows.Count > 500);
        foreach (ImplicitUse row in whole.Rows)
        {
            string[] keys = row.Form switch
            {
                TriggerForm.Method => [.. row.Members.Select(static member => member.Substring(member.LastIndexOf('.') + 1))],
                TriggerForm.Setting => [.. row.Members.Select(member => row.Subjects[0] + " " + member)],
                TriggerForm.Extra => [row.Subjects[0] + " " + row.Members[0]],
                TriggerForm.Literal when row.Subjects.Any(static subject => subject.EndsWith('*')) => [],
                _ => row.Subjects,
            };
            foreach (string key in keys)
            {
                Assert.Equal(whole.Find(row.Form, key).Select(Describe), parts.Find(row.Form, key).Select(Describe));
                Assert.Contains(Describe(row), parts.Find(row.Form, key).Select(Describe));
            }

            if (row.Form == TriggerForm.Literal)
                Assert.Contains(Describe(row), parts.OfLiteral(row.Subjects[0].TrimEnd('*')).Select(Describe));
        }

        Assert.Equal(whole.Rows.Select(Describe), parts.Rows.Select(Describe));

        static string Describe(ImplicitUse row) =>
            $"{row.Trigger}|{row.Form}|{string.Join(",", row.Subjects)}|{string.Join(",", row.Members)}|{row.Keyword}|{row.IsNegated}|{string.Join(",", row.Values)}|{string.Join(",", row.Distributions)}|{row.IsNeeded}|{row.Source}";
    }

    [Theory]
    [InlineData("uvicorn", "uvicorn")]
    [InlineData("uvicorn.exe", "uvicorn")]
    [InlineData("celery", "celery")]
    [InlineData("django-admin", "Django")]
    [InlineData("py.test", "pytest")]
    [InlineData("sphinx-build", "Sphinx")]
    [InlineData("dotenv", "python-dotenv")]
    [InlineData("fastapi", "fastapi-cli fastapi")]
    [InlineData("jupyter", "jupyter-core")]
    [InlineData("UVICORN", "")]
    [InlineData("uvicornx", "")]
    [InlineData("", "")]
    public void A_command_belongs_to_its_distribution(string command, string expected) => Assert.Equal(expected, string.Join(" ", CommandMap.Distributions(command)));

    [Theory]
    [InlineData("postgresql+psycopg2", "psycopg2-binary psycopg2")]
    [InlineData("POSTGRESQL+asyncpg", "asyncpg")]
    [InlineData("mysql+pymysql", "PyMySQL")]
    [InlineData("sqlite+aiosqlite", "aiosqlite")]
    [InlineData("mssql+pyodbc", "pyodbc")]
    [InlineData("librabbitmq", "librabbitmq")]
    [InlineData("sqlite", "")]
    [InlineData("https", "")]
    public void A_scheme_is_served_by_its_distributions(string scheme, string expected) => Assert.Equal(expected, string.Join(" ", UrlSchemes.Distributions(scheme)));

    [Theory]
    [InlineData("postgresql", "psycopg2")]
    [InlineData("redis", "redis")]
    [InlineData("amqp", "amqp")]
    [InlineData("mongodb", "pymongo")]
    public void A_scheme_with_many_servers_names_them_all(string scheme, string one) => Assert.Contains(one, UrlSchemes.Distributions(scheme));

    [Theory]
    [InlineData("pytest-asyncio", "pytest")]
    [InlineData("pytest-anything-new", "pytest")]
    [InlineData("pytest", "")]
    [InlineData("pytest-", "")]
    [InlineData("flake8-bugbear", "flake8")]
    [InlineData("pep8-naming", "flake8")]
    [InlineData("sphinx-rtd-theme", "sphinx")]
    [InlineData("furo", "sphinx")]
    [InlineData("mkdocs-material", "mkdocs")]
    [InlineData("types-requests", "requests")]
    [InlineData("types-pyyaml", "pyyaml")]
    [InlineData("pandas-stubs", "pandas")]
    [InlineData("django-stubs", "django")]
    [InlineData("mypy-boto3-s3", "boto3")]
    [InlineData("uvloop", "uvicorn")]
    [InlineData("annotated-types", "")]
    [InlineData("requests", "")]
    public void A_plugin_has_its_hosts(string distribution, string expected) => Assert.Equal(expected, string.Join(" ", Plugins.Hosts(distribution)));

    [Theory]
    [InlineData("types-requests", "requests")]
    [InlineData("pandas-stubs", "pandas")]
    [InlineData("django-stubs-ext", "django")]
    [InlineData("types-", null)]
    [InlineData("-stubs", null)]
    [InlineData("annotated-types", null)]
    public void A_stub_describes_its_distribution(string distribution, string? expected) => Assert.Equal(expected, Plugins.StubOf(distribution));
}
