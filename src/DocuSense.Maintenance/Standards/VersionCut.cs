namespace DocuSense.Maintenance.Standards;

/// <summary>A place between versions in their order: beside one version, or beside all that share a part with it.</summary>
internal readonly struct VersionCut : IComparable<VersionCut>
{
    private enum Side
    {
        Before,
        After,
        AfterLocals,
        AfterRelease,
    }

    private readonly PackageVersion _version;
    private readonly Side _side;

    private VersionCut(PackageVersion version, Side side)
    {
        _version = version;
        _side = side;
    }

    /// <summary>Just before the version itself.</summary>
    public static VersionCut Before(PackageVersion version) => new(version, Side.Before);

    /// <summary>Just after the version itself, before its local versions.</summary>
    public static VersionCut After(PackageVersion version) => new(version, Side.After);

    /// <summary>After the version and all its local versions.</summary>
    public static VersionCut AfterLocals(PackageVersion version) => new(version, Side.AfterLocals);

    /// <summary>After all versions with the same epoch and release, post-releases too.</summary>
    public static VersionCut AfterRelease(PackageVersion version) => new(version, Side.AfterRelease);

    /// <summary>Before all versions with the same epoch and release: the first of them is development release 0.</summary>
    public static VersionCut BeforeRelease(PackageVersion version)
    {
        var release = new VersionNumber[version.Release.Count];
        for (int i = 0; i < release.Length; i++)
            release[i] = version.ReleaseAt(i);
        return new VersionCut(new PackageVersion(version.Epoch, release, dev: new VersionNumber(0)), Side.Before);
    }

    public int CompareTo(VersionCut other)
    {
        int order = VersionOrder.CompareBase(_version, other._version);
        if (order != 0 || _side == Side.AfterRelease || other._side == Side.AfterRelease)
            return order != 0 ? order : (_side == Side.AfterRelease).CompareTo(other._side == Side.AfterRelease);
        order = VersionOrder.ComparePublic(_version, other._version);
        if (order != 0 || _side == Side.AfterLocals || other._side == Side.AfterLocals)
            return order != 0 ? order : (_side == Side.AfterLocals).CompareTo(other._side == Side.AfterLocals);
        order = _version.CompareTo(other._version);
        return order != 0 ? order : _side.CompareTo(other._side);
    }
}
