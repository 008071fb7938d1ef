using System.Diagnostics.CodeAnalysis;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>How far an update may go: <c>patch</c>, <c>minor</c>, <c>major</c>, or only certain distributions.</summary>
public sealed class UpdateScope
{
    private readonly HashSet<string>? _names;
    private readonly int _fixedNumbers;

    private UpdateScope(int fixedNumbers, HashSet<string>? names)
    {
        _fixedNumbers = fixedNumbers;
        _names = names;
    }

    /// <summary>Reads the value of <c>DocuSenseUpdateScope</c>.</summary>
    /// <param name="text">One of the three words, or names of distributions separated by commas, semicolons or blanks; empty means <c>major</c>.</param>
    /// <param name="scope">The scope.</param>
    /// <returns>Whether the text means something.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out UpdateScope? scope)
    {
        string word = text.Trim();
        scope = word.ToLowerInvariant() switch
        {
            "" or "major" => new UpdateScope(0, null),
            "minor" => new UpdateScope(1, null),
            "patch" => new UpdateScope(2, null),
            _ => null,
        };
        if (scope is not null)
            return true;
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (string name in word.Split([',', ';', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (!PackageName.IsValid(name))
                return false;
            names.Add(PackageName.Normalize(name));
        }

        scope = new UpdateScope(0, names);
        return true;
    }

    /// <summary>Whether a distribution may be updated at all.</summary>
    /// <param name="normalizedName">PEP 503 normal form.</param>
    public bool Includes(string normalizedName) => _names is null || _names.Contains(normalizedName);

    /// <summary>The versions that a distribution may get, as clauses for pip: not older than now, and not beyond the scope.</summary>
    public string Bounds(PackageVersion installed)
    {
        string epoch = installed.Epoch.IsZero ? "" : installed.Epoch + "!";
        string least = ">=" + PublicOf(installed);
        return _fixedNumbers switch
        {
            1 => $"{least},=={epoch}{installed.Major}.*",
            2 => $"{least},=={epoch}{installed.Major}.{installed.Minor}.*",
            _ => least,
        };
    }

    /// <summary>Whether a version lies within the scope, seen from the installed one.</summary>
    public bool Allows(PackageVersion installed, PackageVersion version) =>
        SpecifierSet.TryParse(Bounds(installed), out SpecifierSet? bounds) && bounds.Contains(version, prereleases: true);

    private static string PublicOf(PackageVersion version)
    {
        string text = version.ToString();
        int local = text.IndexOf('+');
        return local < 0 ? text : text.Substring(0, local);
    }
}
