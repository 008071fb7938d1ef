namespace DocuSense.Maintenance.Usage;

/// <summary>Ways in which a distribution is used though no source file imports it. Any of them means: an absent import settles nothing.</summary>
[Flags]
public enum UsedWithoutImport
{
    None = 0,

    /// <summary>It brings a command (<c>gunicorn</c>, <c>black</c>), which scripts, containers and CI run.</summary>
    Command = 1,

    /// <summary>Another distribution loads it: by entry point (<c>pytest-cov</c>), by name (database drivers, Django's apps) or when it is there (<c>uvloop</c>).</summary>
    Plugin = 2,

    /// <summary>It holds type stubs (<c>types-requests</c>), which only type checkers read.</summary>
    Stub = 4,
}

/// <summary>What the embedded table knows of a distribution, whether or not it is installed.</summary>
public sealed record DistributionFacts
{
    /// <summary>The name as its project writes it (<c>PyYAML</c>).</summary>
    public required string Name { get; init; }

    /// <summary>The PEP 503 normal form.</summary>
    public required string NormalizedName { get; init; }

    /// <summary>
    /// The modules it provides, in their own casing and no longer than needed to tell distributions apart (<c>yaml</c>,
    /// <c>google.cloud.storage</c>). Empty where it provides none of its own (<c>types-requests</c>).
    /// </summary>
    public required IReadOnlyList<string> Modules { get; init; }

    /// <summary>False where it is known to provide, or may provide, more than <see cref="Modules"/> lists.</summary>
    public bool ModulesComplete { get; init; }

    /// <summary>How it may be used though nothing imports it.</summary>
    public UsedWithoutImport MayBeUsedWithoutImport { get; init; }

    /// <summary>Whether it is known to declare entry points: commands, or plugins of another distribution. False means not known.</summary>
    public bool HasEntryPoints { get; init; }
}
