namespace DocuSense.Maintenance.TestApplication;

/// <summary>Where reports go and what they are called: by the platform's defaults after this program, in the folder of the package and the same for every project.</summary>
internal static class ReportPlace
{
    /// <summary>Adds <c>TestResults</c> beside the test source, and its name, as with any other test project, unless the command line says otherwise.</summary>
    public static string[] AddTo(string[] arguments)
    {
        int source = Array.IndexOf(arguments, "--" + PythonTestOptions.Source);
        if (source < 0 || source + 1 == arguments.Length)
            return arguments;
        string path = Path.GetFullPath(arguments[source + 1]);
        List<string> all = [.. arguments];
        if (!Has("--results-directory"))
            all.AddRange(["--results-directory", Path.Combine(Path.GetDirectoryName(path)!, "TestResults")]);
        if (Has("--report-trx") && !Has("--report-trx-filename"))
            all.AddRange(["--report-trx-filename", Path.GetFileNameWithoutExtension(path) + "_{tfm}_{arch}.trx"]);
        return [.. all];

        bool Has(string option) => Array.Exists(arguments, argument => argument.Equals(option, StringComparison.OrdinalIgnoreCase)
            || argument.StartsWith(option + "=", StringComparison.OrdinalIgnoreCase) || argument.StartsWith(option + ":", StringComparison.OrdinalIgnoreCase));
    }
}
