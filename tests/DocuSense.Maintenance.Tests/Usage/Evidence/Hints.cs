using System.Text;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Usage;

namespace DocuSense.Maintenance.Tests.Usage.Evidence;

/// <summary>Finds the hints of a file of either kind and writes them shortly.</summary>
internal static class Hints
{
    /// <summary>The hints of a file as the check would collect them: Python source and everything else by its name.</summary>
    public static IReadOnlyList<UseHint> Of(string path, string text)
    {
        if (!path.EndsWith(".py", StringComparison.Ordinal))
            return TextUses.Find(path, text);
        string name = path.Substring(path.LastIndexOf('/') + 1);
        bool isTest = name.StartsWith("test_", StringComparison.Ordinal) || name == "conftest.py";
        IReadOnlyList<Import> imports = ImportScanner.Scan(Encoding.UTF8.GetBytes(text)).Imports;
        return [.. PythonUses.Find(text, imports, isTest), .. TextUses.Find(path, text)];
    }

    /// <summary><c>C:uvicorn M:uvicorn.workers.UvicornWorker U:redis D:pytest-cov</c>; a tool's own settings file says nothing here.</summary>
    public static string Short(string path, string text) =>
        string.Join(" ", Of(path, text).Where(static hint => hint is not { Kind: "configuration", Target: HintTarget.Distribution }).Select(static hint => Letter(hint.Target) + ":" + hint.Value));

    public static string Placed(UseHint hint) => $"{hint.Line},{hint.Column} {hint.Kind} {Letter(hint.Target)}:{hint.Value}";

    private static char Letter(HintTarget target) => target switch { HintTarget.Command => 'C', HintTarget.Module => 'M', HintTarget.UrlScheme => 'U', HintTarget.Presence => 'P', _ => 'D' };

    /// <summary>The files of a fixture: each begins with a line <c>### path</c>.</summary>
    public static IEnumerable<(string Path, string Text)> Files(string fixture)
    {
        string all = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Fixtures", "Usage", fixture)).Replace("\r\n", "\n");
        foreach (string part in ("\n" + all).Split("\n### ").Skip(1))
        {
            int end = part.IndexOf('\n');
            yield return end < 0 ? (part, "") : (part.Substring(0, end).Trim(), part.Substring(end + 1) + "\n");
        }
    }
}
