using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Manifests;

/// <summary>Files that come with the Pythons of this machine: real material for tests.</summary>
internal static class InstalledFiles
{
    public static IEnumerable<string> Find(string pattern) => Pythons.All
        .Select(python => Path.Combine(python.Prefix, OperatingSystem.IsWindows() ? "Lib" : $"lib/python3.{python.Minor}"))
        .Where(Directory.Exists)
        .SelectMany(folder => Directory.EnumerateFiles(folder, pattern,
            new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint }));
}
