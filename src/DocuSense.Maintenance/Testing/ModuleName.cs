using System.Globalization;

namespace DocuSense.Maintenance.Testing;

/// <summary>How a file of the backend is imported.</summary>
/// <param name="Name">The dotted name, or for a script the name that its module gets.</param>
/// <param name="Root">The folder that has to be on <c>sys.path</c>, relative to the backend, with forward slashes; empty for the backend itself.</param>
/// <param name="IsScript">Whether no import statement can name it, so that it is loaded by its path.</param>
internal readonly record struct ModuleName(string Name, string Root, bool IsScript);

/// <summary>Gives the backend's files the names under which Python finds them.</summary>
internal sealed class ModuleNaming
{
    private static readonly string[] _sourceFolders = ["src", "lib", "python"];
    private static readonly string[] _projectFiles = ["pyproject.toml", "setup.py", "setup.cfg", "manage.py"];

    private readonly string _backend;
    private readonly IReadOnlyList<string> _sitePackages;
    private readonly Dictionary<string, bool> _packages = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _roots = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _installed = new(StringComparer.Ordinal);

    /// <param name="backend">Absolute path.</param>
    /// <param name="sitePackages">The environment's folders: a regular package there goes before a folder of ours without <c>__init__.py</c> (PEP 420).</param>
    public ModuleNaming(string backend, IReadOnlyList<string> sitePackages)
    {
        _backend = backend;
        _sitePackages = sitePackages;
    }

    /// <summary>The name of a file.</summary>
    /// <param name="relativePath">Relative to the backend, with forward slashes; ends in <c>.py</c>.</param>
    public ModuleName Of(string relativePath)
    {
        string[] parts = relativePath.Split('/');
        string last = parts[parts.Length - 1];
        string stem = last.Substring(0, last.LastIndexOf('.'));

        // The folder nearest to the file that Python cannot see as a package, or that projects have on their path.
        int root = 0;
        for (int index = parts.Length - 1; index > 0; index--)
        {
            if (IsRoot(parts, index))
            {
                root = index;
                break;
            }
        }

        string folder = string.Join("/", parts, 0, root);
        if (!IsIdentifier(stem))
            return new ModuleName(stem, string.Join("/", parts, 0, parts.Length - 1), true);
        bool isPackage = stem == "__init__";
        int count = parts.Length - root - (isPackage ? 1 : 0);
        if (count == 0)
            return new ModuleName(stem, folder, true);
        string name = isPackage ? string.Join(".", parts, root, count) : string.Join(".", parts, root, count - 1) + (count > 1 ? "." : "") + stem;
        bool isShadowed = parts.Length - root > 1 && !IsPackage(parts, root + 1) && IsInstalled(parts[root]);
        return new ModuleName(isShadowed ? stem : name, isShadowed ? string.Join("/", parts, 0, parts.Length - 1) : folder, isShadowed);
    }

    /// <summary>Whether the folder of the first <paramref name="count"/> parts is one that modules are looked for in.</summary>
    private bool IsRoot(string[] parts, int count)
    {
        string folder = string.Join("/", parts, 0, count);
        if (_roots.TryGetValue(folder, out bool known))
            return known;
        bool isRoot = !IsIdentifier(parts[count - 1]);
        if (!isRoot && !IsPackage(parts, count))
            isRoot = (count == 1 && Array.IndexOf(_sourceFolders, parts[0]) >= 0) || (parts[count - 1] == "src") || HasProject(folder);
        _roots.Add(folder, isRoot);
        return isRoot;
    }

    private bool HasProject(string folder)
    {
        foreach (string name in _projectFiles)
        {
            if (File.Exists(Absolute(folder + "/" + name)))
                return true;
        }

        return false;
    }

    private bool IsPackage(string[] parts, int count)
    {
        string folder = string.Join("/", parts, 0, count);
        if (!_packages.TryGetValue(folder, out bool known))
            _packages.Add(folder, known = File.Exists(Absolute(folder + "/__init__.py")));
        return known;
    }

    private bool IsInstalled(string name)
    {
        if (_installed.TryGetValue(name, out bool known))
            return known;
        foreach (string site in _sitePackages)
            known |= File.Exists(Path.Combine(site, name, "__init__.py")) || File.Exists(Path.Combine(site, name + ".py"));
        _installed.Add(name, known);
        return known;
    }

    private string Absolute(string relative) => Path.Combine(_backend, relative.Replace('/', Path.DirectorySeparatorChar));

    /// <summary>A name as Python's identifiers are (PEP 3131), as far as .NET's categories tell.</summary>
    internal static bool IsIdentifier(string text)
    {
        if (text.Length == 0 || char.IsDigit(text[0]))
            return false;
        for (int index = 0; index < text.Length; index++)
        {
            char character = text[index];
            if (character == '_' || char.IsLetterOrDigit(character))
                continue;
            UnicodeCategory category = CharUnicodeInfo.GetUnicodeCategory(text, index);
            if (category is not (UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.LetterNumber or UnicodeCategory.ConnectorPunctuation
                or UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter or UnicodeCategory.DecimalDigitNumber))
                return false;
            if (char.IsHighSurrogate(character))
                index++;
        }

        return true;
    }
}
