namespace DocuSense.Maintenance.Sources;

/// <summary>What a source file is for, as its path tells.</summary>
public static class SourceRole
{
    private static readonly string[] _folders =
        ["tests", "test", "_tests", "testing", "docs", "doc", "examples", "example", "samples", "benchmarks", "scripts", "tools", "_tools", "notebooks"];

    /// <summary>Folders for developers at the root; deeper ones may be the product's own, such as an end-to-end encryption or a client of a build server.</summary>
    private static readonly string[] _rootFolders =
        ["e2e", "loadtest", "loadtests", "dev", "devtools", "dev_tools", "hack", "ci", "bench", "profiling", "build_scripts", "docs_src", "playground", "sandbox"];

    /// <summary>Whether the file is a test, or what tests share.</summary>
    /// <param name="relativePath">Relative to the backend, with forward slashes.</param>
    public static bool IsTest(string relativePath)
    {
        string[] parts = relativePath.Split('/');
        for (int index = 0; index < parts.Length - 1; index++)
        {
            if (IsTestFolder(parts[index]))
                return true;
        }

        string name = parts[parts.Length - 1];
        return name == "conftest.py" || name.StartsWith("test_", StringComparison.Ordinal) || name.EndsWith("_test.py", StringComparison.Ordinal);
    }

    /// <summary>Whether the file is beside the product: a test, a script, an example, documentation, a notebook. The backend starts without it.</summary>
    /// <param name="relativePath">Relative to the backend, with forward slashes.</param>
    public static bool IsAuxiliary(string relativePath)
    {
        string[] parts = relativePath.Split('/');
        for (int index = 0; index < parts.Length - 1; index++)
        {
            if (Array.IndexOf(_folders, parts[index]) >= 0 || IsTestFolder(parts[index]) || (index == 0 && Array.IndexOf(_rootFolders, parts[index]) >= 0))
                return true;
        }

        string name = parts[parts.Length - 1];
        return name is "conftest.py" or "setup.py" or "noxfile.py" or "fabfile.py" or "dodo.py" or "tasks.py" or "locustfile.py" or "baker_recipes.py"
            || name.StartsWith("test_", StringComparison.Ordinal) || name.EndsWith("_test.py", StringComparison.Ordinal)
            || name.EndsWith(".ipynb", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary><c>tests</c>, and names that begin or end with it: <c>integration_tests</c>, <c>test-examples</c>; not <c>ab_testing</c>.</summary>
    private static bool IsTestFolder(string name) =>
        name is "tests" or "test" or "_tests" or "testing"
        || name.EndsWith("_tests", StringComparison.Ordinal) || name.EndsWith("-tests", StringComparison.Ordinal)
        || name.StartsWith("test_", StringComparison.Ordinal) || name.StartsWith("test-", StringComparison.Ordinal);

    /// <summary>
    /// Whether the file's name, or that of a folder, is one that helpers of tests have, which lie beside the code they serve: <c>factories.py</c>, <c>pytest_plugin.py</c>, Django's
    /// <c>tests.py</c>, <c>app/e2e/</c>. The product may use such names as well.
    /// </summary>
    /// <param name="relativePath">Relative to the backend, with forward slashes.</param>
    public static bool MayServeTests(string relativePath)
    {
        string[] parts = relativePath.Split('/');
        for (int index = 0; index < parts.Length - 1; index++)
        {
            if (Array.IndexOf(_rootFolders, parts[index]) >= 0)
                return true;
        }

        string name = parts[parts.Length - 1];
        foreach (string word in name.Split('_', '.'))
        {
            if (word is "factories" or "fixtures" or "fakes" or "mocks" or "pytest" or "testing" or "testutils" or "tests")
                return true;
        }

        return false;
    }

    /// <summary>A template such as <c>{{ name }}/main.py</c> or test data named <c>bad-syntax.py</c> is not a module that anybody imports.</summary>
    public static bool IsImportable(string relativePath)
    {
        int name = relativePath.LastIndexOf('/') + 1;
        for (int index = 0; index < relativePath.Length; index++)
        {
            char character = relativePath[index];
            if (character is '{' or '}' or '%' or '<' or '>' or '$')
                return false;
            if (index >= name && !char.IsLetterOrDigit(character) && character is not ('_' or '.'))
                return false;
        }

        return true;
    }
}
