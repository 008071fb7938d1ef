namespace DocuSense.Maintenance.Standards;

/// <summary>The total order of PEP 440 versions.</summary>
internal static class VersionOrder
{
    /// <summary>
    /// The place of a version in the order as one number, or 0 where it does not fit. Fits: no epoch, no local version, at most
    /// four release numbers (16, 8, 8 and 8 bits) and one suffix (4 bits for its kind, 20 for its number); nearly all do.
    /// Trailing zeros do not count, so equal versions either both fit, with the same number, or both do not.
    /// </summary>
    public static ulong Pack(PackageVersion version)
    {
        if (!version.Epoch.IsZero || version.Local is not null || version.SignificantRelease > 4)
            return 0;
        ulong packed = 0;
        for (int i = 0; i < 4; i++)
        {
            if (!version.ReleaseAt(i).TryGetValue(out ulong number) || number > (i == 0 ? 0xFFFFu : 0xFFu))
                return 0;
            packed = packed << 8 | number;
        }

        const ulong Development = 1, PreRelease = 2, Final = 5, PostRelease = 6;
        int suffixes = (version.PreKind != PreReleaseKind.None ? 1 : 0) + (version.Post is null ? 0 : 1) + (version.Dev is null ? 0 : 1);
        if (suffixes > 1)
            return 0;
        (ulong kind, VersionNumber suffix) = version.Dev is VersionNumber dev ? (Development, dev)
            : version.Post is VersionNumber post ? (PostRelease, post)
            : version.PreKind != PreReleaseKind.None ? (PreRelease + (ulong)(version.PreKind - PreReleaseKind.Alpha), version.PreNumber)
            : (Final, default);
        return suffix.TryGetValue(out ulong value) && value <= 0xFFFFF ? packed << 24 | kind << 20 | value : 0;
    }

    /// <summary>Compares two versions without their local parts.</summary>
    public static int ComparePublic(PackageVersion left, PackageVersion right) => left.PackedOrder != 0 && right.PackedOrder != 0
        ? left.PackedOrder.CompareTo(right.PackedOrder)
        : Compare(left, right, ignoreLocal: true);

    /// <summary>Compares epochs and releases only.</summary>
    public static int CompareBase(PackageVersion left, PackageVersion right)
    {
        int order = left.Epoch.CompareTo(right.Epoch);
        int length = Math.Max(left.SignificantRelease, right.SignificantRelease);
        for (int i = 0; order == 0 && i < length; i++)
            order = left.ReleaseAt(i).CompareTo(right.ReleaseAt(i));
        return order;
    }

    public static int Compare(PackageVersion left, PackageVersion right, bool ignoreLocal)
    {
        int order = CompareBase(left, right);
        if (order == 0)
            order = PreRank(left).CompareTo(PreRank(right));
        if (order == 0)
            order = left.PreNumber.CompareTo(right.PreNumber);
        if (order == 0)
            order = CompareMissingFirst(left.Post, right.Post);
        // A development release comes before the version it leads to, so here the missing number is the last.
        if (order == 0 && (left.Dev is null || right.Dev is null))
            order = (left.Dev is null).CompareTo(right.Dev is null);
        else if (order == 0)
            order = left.Dev!.Value.CompareTo(right.Dev!.Value);
        return order != 0 || ignoreLocal ? order : CompareLocal(left.Local, right.Local);
    }

    /// <summary>Equal for equal versions: trailing zeros of the release do not count.</summary>
    public static int GetHashCode(PackageVersion version)
    {
        int hash = version.Epoch.GetHashCode();
        for (int i = 0; i < version.SignificantRelease; i++)
            hash = Mix(hash, version.ReleaseAt(i).GetHashCode());
        hash = Mix(hash, PreRank(version));
        hash = Mix(hash, version.PreNumber.GetHashCode());
        hash = Mix(hash, version.Post?.GetHashCode() ?? -1);
        hash = Mix(hash, version.Dev?.GetHashCode() ?? -1);
        return Mix(hash, version.Local is null ? -1 : StringComparer.Ordinal.GetHashCode(version.Local));
    }

    private static int Mix(int hash, int next) => unchecked((hash * 397) ^ next);

    /// <summary>A bare development release comes before every pre-release; what is no pre-release comes after all of them.</summary>
    private static int PreRank(PackageVersion version) => version.PreKind != PreReleaseKind.None ? (int)version.PreKind
        : version.Dev is not null && version.Post is null ? 0
        : int.MaxValue;

    private static int CompareMissingFirst(VersionNumber? left, VersionNumber? right) => left is null || right is null
        ? (left is not null).CompareTo(right is not null)
        : left.Value.CompareTo(right.Value);

    /// <summary>Compares local versions segment by segment: none before any, letters before numbers, a prefix before what continues it.</summary>
    private static int CompareLocal(string? left, string? right)
    {
        if (left is null || right is null)
            return (left is not null).CompareTo(right is not null);
        ReadOnlySpan<char> a = left.AsSpan();
        ReadOnlySpan<char> b = right.AsSpan();
        while (a.Length > 0 && b.Length > 0)
        {
            int order = CompareSegment(NextSegment(ref a), NextSegment(ref b));
            if (order != 0)
                return order;
        }

        return a.Length.CompareTo(b.Length);
    }

    private static ReadOnlySpan<char> NextSegment(ref ReadOnlySpan<char> rest)
    {
        int dot = rest.IndexOf('.');
        ReadOnlySpan<char> segment = dot < 0 ? rest : rest.Slice(0, dot);
        rest = dot < 0 ? default : rest.Slice(dot + 1);
        return segment;
    }

    private static int CompareSegment(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        bool leftIsNumber = IsNumber(left);
        if (leftIsNumber != IsNumber(right))
            return leftIsNumber ? 1 : -1;
        // Numbers in normal form carry no leading zeros, so the longer one is the greater.
        return leftIsNumber && left.Length != right.Length ? left.Length.CompareTo(right.Length) : left.SequenceCompareTo(right);
    }

    internal static bool IsNumber(ReadOnlySpan<char> segment)
    {
        foreach (char c in segment)
        {
            if (!PythonText.IsDigit(c))
                return false;
        }

        return true;
    }
}
