namespace DocuSense.Maintenance.Standards;

/// <summary>
/// Which versions clauses leave over, as ranges between cuts in the order of versions. Each clause is widened where it is not
/// one range, never narrowed, so that ranges without anything left prove that no version satisfies all clauses.
/// </summary>
internal static class VersionRanges
{
    private readonly record struct Range(VersionCut? From, VersionCut? To);

    /// <summary>No version is smaller than <c>0.dev0</c>.</summary>
    private static readonly VersionCut _smallest = VersionCut.BeforeRelease(new PackageVersion(default, [default]));

    /// <summary>Whether it is proven that no version satisfies all the clauses.</summary>
    public static bool AreDisjoint(IReadOnlyList<Specifier> specifiers)
    {
        List<Range> left = [new Range(_smallest, null)];
        foreach (Specifier specifier in specifiers)
        {
            // A clause that compares texts says nothing about the order.
            if (specifier.Kind == SpecifierOperator.Identical && specifier.ParsedVersion is null)
                return false;
            left = Restrict(left, specifier);
        }

        return left.Count == 0;
    }

    private static List<Range> Restrict(List<Range> ranges, Specifier specifier)
    {
        PackageVersion version = specifier.ParsedVersion!;
        switch (specifier.Kind)
        {
            case SpecifierOperator.GreaterOrEqual:
                return Intersect(ranges, new Range(VersionCut.Before(version), null));
            case SpecifierOperator.LessOrEqual:
                return Intersect(ranges, new Range(null, VersionCut.AfterLocals(version)));
            case SpecifierOperator.Greater:
                bool isFinal = !version.IsPrerelease && !version.IsPostRelease;
                return Intersect(ranges, new Range(isFinal ? VersionCut.AfterRelease(version) : VersionCut.AfterLocals(version), null));
            case SpecifierOperator.Less:
                bool excludesPrereleases = !version.IsPrerelease && !version.IsPostRelease;
                return Intersect(ranges, new Range(null, excludesPrereleases ? VersionCut.BeforeRelease(version) : VersionCut.Before(version)));
            case SpecifierOperator.Identical:
                return Intersect(ranges, new Range(VersionCut.Before(version), VersionCut.After(version)));
            case SpecifierOperator.Equal:
                return Intersect(ranges, EqualRange(specifier));
            case SpecifierOperator.NotEqual:
                Range excluded = EqualRange(specifier);
                List<Range> rest = excluded.From is VersionCut from ? Intersect(ranges, new Range(null, from)) : [];
                if (excluded.To is VersionCut to)
                    rest.AddRange(Intersect(ranges, new Range(to, null)));
                // Without an end the range was widened, and what is widened must not be taken away.
                return excluded.To is null ? ranges : rest;
            default:
                ranges = Intersect(ranges, new Range(VersionCut.Before(version), null));
                return specifier.Prefix?.Release is PackageVersion prefix ? Intersect(ranges, PrefixRange(prefix)) : ranges;
        }
    }

    private static Range EqualRange(Specifier specifier)
    {
        PackageVersion version = specifier.ParsedVersion!;
        if (specifier.IsWildcard)
            return PrefixRange(version);
        return new Range(VersionCut.Before(version), version.Local is null ? VersionCut.AfterLocals(version) : VersionCut.After(version));
    }

    /// <summary>All versions whose release begins with the given one; open at the end where the next release does not fit a number.</summary>
    private static Range PrefixRange(PackageVersion release)
    {
        var next = new VersionNumber[release.Release.Count];
        for (int i = 0; i < next.Length; i++)
            next[i] = release.ReleaseAt(i);
        if (!next[next.Length - 1].TryGetValue(out ulong last))
            return new Range(VersionCut.BeforeRelease(release), null);
        next[next.Length - 1] = new VersionNumber(last + 1);
        return new Range(VersionCut.BeforeRelease(release), VersionCut.BeforeRelease(new PackageVersion(release.Epoch, next)));
    }

    private static List<Range> Intersect(List<Range> ranges, Range with)
    {
        var result = new List<Range>(ranges.Count);
        foreach (Range range in ranges)
        {
            VersionCut? from = range.From is null || (with.From is VersionCut a && a.CompareTo(range.From.Value) > 0) ? with.From : range.From;
            VersionCut? to = range.To is null || (with.To is VersionCut b && b.CompareTo(range.To.Value) < 0) ? with.To : range.To;
            if (from is null || to is null || from.Value.CompareTo(to.Value) < 0)
                result.Add(new Range(from, to));
        }

        return result;
    }
}
