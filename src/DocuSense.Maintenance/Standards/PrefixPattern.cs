namespace DocuSense.Maintenance.Standards;

/// <summary>
/// What <c>==1.2.*</c> compares: the leading parts of a version. The part of <c>~=</c> that compares a prefix is taken from the
/// clause's text, as <c>packaging</c> takes it; spellings that are not in normal form can so give parts that are no numbers
/// (<c>~=1.0.c1</c> compares the prefix <c>1.0</c>, <c>~=v1.0</c> matches nothing), and these are kept to agree with pip.
/// </summary>
internal sealed class PrefixPattern
{
    private readonly PackageVersion? _release;
    private readonly string[] _parts = [];

    private PrefixPattern(PackageVersion release) => _release = release;

    private PrefixPattern(string[] parts) => _parts = parts;

    /// <summary>The prefix where it is a plain release, otherwise null.</summary>
    public PackageVersion? Release => _release;

    public static PrefixPattern OfRelease(PackageVersion release) => new(release);

    /// <summary>The prefix of <c>~=</c>: all but the last part of the version, suffixes not counted.</summary>
    public static PrefixPattern OfCompatible(string version)
    {
        List<string> parts = Split(version);
        int count = 0;
        while (count < parts.Count && !IsSuffix(parts[count]))
            count++;
        string prefix = parts[0] + "!" + string.Join(".", parts.GetRange(1, Math.Max(0, count - 2)));
        if (!PackageVersion.TryParse(prefix, out PackageVersion? parsed))
            return new PrefixPattern([.. Split(prefix)]);
        return parsed.IsPrerelease || parsed.IsPostRelease || parsed.Local is not null
            ? new PrefixPattern([.. Split(parsed.ToString())])
            : new PrefixPattern(parsed);
    }

    public bool Matches(PackageVersion version)
    {
        if (_release is null)
            return MatchesParts(version);
        if (version.Epoch != _release.Epoch)
            return false;
        for (int i = 0; i < _release.ReleaseLength; i++)
        {
            if (version.ReleaseAt(i) != _release.ReleaseAt(i))
                return false;
        }

        return true;
    }

    private bool MatchesParts(PackageVersion version)
    {
        List<string> parts = Split(version.Public);
        int numbers = CountNumbers(parts);
        int wanted = CountNumbers(_parts);
        for (; numbers < wanted; numbers++)
            parts.Insert(numbers, "0");
        if (parts.Count < _parts.Length)
            return false;
        for (int i = 0; i < _parts.Length; i++)
        {
            if (!string.Equals(parts[i], _parts[i], StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    /// <summary>The epoch, then the parts between dots, with a pre-release split from the number it follows.</summary>
    private static List<string> Split(string version)
    {
        int bang = version.LastIndexOf('!');
        var parts = new List<string> { bang <= 0 ? "0" : version.Substring(0, bang) };
        foreach (string part in version.Substring(bang + 1).Split('.'))
        {
            int letters = PreReleaseStart(part);
            if (letters > 0)
                parts.Add(part.Substring(0, letters));
            parts.Add(letters > 0 ? part.Substring(letters) : part);
        }

        return parts;
    }

    /// <summary>Where the letters begin in digits, <c>a</c>, <c>b</c>, <c>c</c> or <c>rc</c>, and digits; 0 in anything else.</summary>
    private static int PreReleaseStart(string part)
    {
        int start = 0;
        while (start < part.Length && PythonText.IsDigit(part[start]))
            start++;
        if (start == 0 || start == part.Length)
            return 0;
        int end = part[start] is 'a' or 'b' or 'c' ? start + 1
            : part[start] == 'r' && start + 1 < part.Length && part[start + 1] == 'c' ? start + 2
            : part.Length;
        return end < part.Length && VersionOrder.IsNumber(part.AsSpan(end)) ? start : 0;
    }

    private static bool IsSuffix(string part) =>
        part.Length > 0 && (part[0] is 'a' or 'b' || part.StartsWith("dev", StringComparison.Ordinal)
            || part.StartsWith("rc", StringComparison.Ordinal) || part.StartsWith("post", StringComparison.Ordinal));

    private static int CountNumbers(IReadOnlyList<string> parts)
    {
        int count = 0;
        while (count < parts.Count && parts[count].Length > 0 && VersionOrder.IsNumber(parts[count].AsSpan()))
            count++;
        return count;
    }
}
