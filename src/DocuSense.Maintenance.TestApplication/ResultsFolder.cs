namespace DocuSense.Maintenance.TestApplication;

/// <summary>Where reports go: by the platform's default beside this program, which would be the folder of the package.</summary>
internal static class ResultsFolder
{
    /// <summary>Adds <c>TestResults</c> beside the test source, as with any other test project, unless the command line names a folder.</summary>
    public static string[] AddTo(string[] arguments)
    {
        int source = Array.IndexOf(arguments, "--" + PythonTestOptions.Source);
        if (source < 0 || source + 1 == arguments.Length || Array.Exists(arguments, argument => argument.StartsWith("--results-directory", StringComparison.OrdinalIgnoreCase)))
            return arguments;
        string folder = Path.GetDirectoryName(Path.GetFullPath(arguments[source + 1])) ?? ".";
        return [.. arguments, "--results-directory", Path.Combine(folder, "TestResults")];
    }
}
