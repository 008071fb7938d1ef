using DocuSense.Maintenance.Testing;

namespace DocuSense.Maintenance.TestAdapter;

/// <summary>What a test is called by the runners, and what a filter can ask of it.</summary>
internal static class TestFields
{
    /// <summary>The name that explorers make their tree of: <c>import.app.services.ocr</c>, <c>environment.pip</c>, <c>api.GET /health</c>.</summary>
    public static string FullyQualifiedName(TestCase test) => Kind(test).ToLowerInvariant() + "." + test.Target;

    /// <summary><c>Import</c>, <c>Environment</c> or <c>Api</c>.</summary>
    public static string Kind(TestCase test) => test.Kind switch
    {
        TestKind.Import => "Import",
        TestKind.Environment => "Environment",
        _ => "Api",
    };

    /// <summary>The file that the test is about, relative to the backend with slashes; null for none.</summary>
    public static string? File(TestManifest manifest, TestCase test) =>
        test.File is null ? null : Path.GetRelativePath(manifest.Backend, test.File).Replace(Path.DirectorySeparatorChar, '/');

    /// <summary>The test's values of a name in a filter, none where it has no such thing.</summary>
    public static IReadOnlyList<string> Values(TestManifest manifest, TestCase test, string name)
    {
        string? value = name.ToUpperInvariant() switch
        {
            "FULLYQUALIFIEDNAME" => FullyQualifiedName(test),
            "DISPLAYNAME" or "NAME" => test.Name,
            "KIND" or "CATEGORY" or "TESTCATEGORY" => Kind(test),
            "MODULE" when test.Kind == TestKind.Import => test.Target,
            "FILE" => File(manifest, test),
            _ => null,
        };
        return value is null ? [] : [value];
    }
}
