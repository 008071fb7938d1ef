using System.Diagnostics.CodeAnalysis;

namespace DocuSense.Maintenance.Standards;

/// <summary>The file name of a wheel (PEP 427): <c>name-version(-build)?-interpreter-abi-platform.whl</c>.</summary>
/// <param name="Name">The distribution's PEP 503 normal form.</param>
/// <param name="Version">Its version.</param>
/// <param name="Build">The build tag, empty where there is none.</param>
/// <param name="Tags">The compatibility tags.</param>
public sealed record WheelFilename(string Name, PackageVersion Version, string Build, IReadOnlyList<WheelTag> Tags)
{
    /// <summary>Reads a file name without its folder.</summary>
    public static bool TryParse(string fileName, [NotNullWhen(true)] out WheelFilename? wheel)
    {
        wheel = null;
        const string Extension = ".whl";
        if (!fileName.EndsWith(Extension, StringComparison.Ordinal))
            return false;
        string[] parts = fileName.Substring(0, fileName.Length - Extension.Length).Split('-');
        if (parts.Length is not (5 or 6) || !IsEscapedName(parts[0]) || !PackageVersion.TryParse(parts[1], out PackageVersion? version))
            return false;
        string build = parts.Length == 6 ? parts[2] : "";
        if (parts.Length == 6 && (build.Length == 0 || !PythonText.IsDigit(build[0])))
            return false;
        string tag = parts[parts.Length - 3] + "-" + parts[parts.Length - 2] + "-" + parts[parts.Length - 1];
        if (!WheelTag.TryParse(tag, out IReadOnlyList<WheelTag>? tags))
            return false;
        wheel = new WheelFilename(PackageName.Normalize(parts[0]), version, build, tags);
        return true;
    }

    /// <summary>Names are escaped in file names: runs of separators are one underscore.</summary>
    private static bool IsEscapedName(string name)
    {
        if (name.Length == 0 || name.Contains("__"))
            return false;
        foreach (char c in name)
        {
            if (!char.IsLetterOrDigit(c) && c is not ('_' or '.'))
                return false;
        }

        return true;
    }
}
