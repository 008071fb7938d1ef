namespace DocuSense.Maintenance.Build.Tests.Support;

/// <summary>Small backends, with what the check says about each; positions are those of the files below.</summary>
public static class Backends
{
    /// <summary>What <see cref="Faulty"/> gives, in order: a requirement nothing uses, one given twice, a file that is not there.</summary>
    public static string[] Findings(string folder = "backend", string unused = "warning", string twice = "warning", string missing = "error") =>
    [
        .. Finding(unused, "DSM3001", folder, "2,1"),
        .. Finding(twice, "DSM2006", folder, "3,1"),
        .. Finding(missing, "DSM2008", folder, "4,4"),
    ];

    public static Workspace Faulty(this Workspace workspace, string folder = "backend") => workspace
        .Write($"{folder}/requirements.txt", "flask>=3.0\nxmltodict>=0.13\nflask<4\n-c base.txt\n")
        .Write($"{folder}/app.py", "import flask\n\napp = flask.Flask(__name__)\n");

    /// <summary>As <see cref="Faulty"/> without its error.</summary>
    public static Workspace Warning(this Workspace workspace, string folder = "backend") => workspace.Faulty(folder)
        .Write($"{folder}/requirements.txt", "flask>=3.0\nxmltodict>=0.13\nflask<4\n");

    public static Workspace Sound(this Workspace workspace, string folder = "backend") => workspace.Faulty(folder)
        .Write($"{folder}/requirements.txt", "flask>=3.0\n");

    private static string[] Finding(string severity, string code, string folder, string place) =>
        severity.Length == 0 ? [] : [$"{severity} {code} {folder}/requirements.txt({place})"];
}
