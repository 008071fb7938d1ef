namespace DocuSense.Maintenance.Analysis;

/// <summary>A kind of finding.</summary>
/// <param name="Code"><c>DSM</c> and four digits.</param>
/// <param name="Title">A few words.</param>
/// <param name="Severity">The default severity.</param>
public sealed record DiagnosticDescriptor(string Code, string Title, Severity Severity)
{
    /// <summary>The page that explains it.</summary>
    public string HelpLink => $"{DiagnosticCatalogue.HelpRoot}{Code}.md";
}

/// <summary>Every kind of finding there is.</summary>
public static class DiagnosticCatalogue
{
    /// <summary>Where the pages of <c>docs/rules/</c> are published.</summary>
    public const string HelpRoot = "https://github.com/docusense/DocuSense.Maintenance.Build/blob/main/docs/rules/";

    /// <summary>All descriptors, ordered by code.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All { get; } =
    [
        new("DSM1001", "No virtual environment", Severity.Warning),
        new("DSM1002", "Broken virtual environment", Severity.Error),
        new("DSM1003", "Interpreter outside requires-python", Severity.Error),
        new("DSM1004", "No pip in the environment", Severity.Message),
        new("DSM1005", "Moved virtual environment", Severity.Warning),
        new("DSM1006", "Damaged distribution", Severity.Warning),
        new("DSM1007", "Left-overs of an installation", Severity.Warning),
        new("DSM2001", "Conflict between installed distributions", Severity.Error),
        new("DSM2002", "Dependency of an installed distribution missing", Severity.Error),
        new("DSM2003", "Requirement not installed", Severity.Error),
        new("DSM2004", "Installed version outside the requirement", Severity.Error),
        new("DSM2005", "Requirements that contradict each other", Severity.Error),
        new("DSM2006", "Required twice", Severity.Warning),
        new("DSM2007", "Not a requirement", Severity.Error),
        new("DSM2008", "Requirements file not found, or in a cycle", Severity.Error),
        new("DSM3001", "Required and unused", Severity.Warning),
        new("DSM3002", "Imported, and no requirement provides it", Severity.Error),
        new("DSM3003", "Imported, and only there through another requirement", Severity.Warning),
        new("DSM3004", "Development requirement imported in production", Severity.Warning),
        new("DSM3005", "Imported and found nowhere", Severity.Error),
        new("DSM3006", "Module of the project that hides another", Severity.Warning),
        new("DSM3007", "Listed in the wrong group", Severity.Message),
        new("DSM3008", "Source that Python cannot read or parse", Severity.Error),
        new("DSM3009", "Used or not: cannot tell", Severity.Message),
        new("DSM3010", "Needed without an import, and not required", Severity.Warning),
        new("DSM4001", "Import fails", Severity.Error),
        new("DSM4002", "Import past its time limit", Severity.Error),
        new("DSM4003", "Import ends the interpreter", Severity.Error),
        new("DSM4004", "Acts when imported", Severity.Warning),
        new("DSM4005", "Import slower than its budget", Severity.Warning),
        new("DSM4101", "API does not start", Severity.Error),
        new("DSM4102", "Unexpected answer of the API", Severity.Error),
        new("DSM5001", "Newer version held back", Severity.Message),
        new("DSM5002", "Package index out of reach", Severity.Warning),
        new("DSM5003", "Rolled back", Severity.Error),
        new("DSM5004", "pip failed", Severity.Error),
        new("DSM5005", "Environment that is not the project's own", Severity.Error),
        new("DSM5006", "No suitable Python", Severity.Error),
        new("DSM5007", "Interrupted run", Severity.Warning),
        new("DSM5008", "Environment in use by another run", Severity.Error),
        new("DSM5009", "Maintenance could not be completed", Severity.Error),
        new("DSM5010", "Requirement that cannot follow an update", Severity.Message),
        new("DSM5011", "Nothing removed", Severity.Warning),
        new("DSM5012", "Optimised requirements not proven", Severity.Error),
        new("DSM9001", "Backend folder not found", Severity.Error),
        new("DSM9002", "Property with a value that means nothing", Severity.Warning),
        new("DSM9003", "Suppression that matches nothing", Severity.Warning),
        new("DSM9004", "Suppression past its date", Severity.Warning),
        new("DSM9005", "Suppression without a reason or with a bad value", Severity.Warning),
        new("DSM9006", "Folder or file that cannot be read", Severity.Warning),
        new("DSM9007", "No requirements found", Severity.Warning),
        new("DSM9008", "Nothing to test", Severity.Error),
        new("DSM9009", "The check itself failed", Severity.Warning),
        new("DSM9010", "Report or log that cannot be written", Severity.Error),
    ];

    /// <summary>The descriptor of a code.</summary>
    /// <exception cref="KeyNotFoundException">There is no such code.</exception>
    public static DiagnosticDescriptor Get(string code)
    {
        foreach (DiagnosticDescriptor descriptor in All)
        {
            if (descriptor.Code == code)
                return descriptor;
        }

        throw new KeyNotFoundException($"There is no diagnostic '{code}'.");
    }
}
