namespace DocuSense.Maintenance.Usage;

/// <summary>What a <see cref="UseHint"/> names.</summary>
public enum HintTarget
{
    /// <summary>A command, as a shell would look it up: <c>uvicorn</c>. <see cref="CommandMap"/> knows whose it is where nothing is installed.</summary>
    Command,

    /// <summary>A module or something in it, dotted: <c>uvicorn.workers.UvicornWorker</c>.</summary>
    Module,

    /// <summary>A distribution, by its project's name.</summary>
    Distribution,

    /// <summary>The scheme of a URL, with its driver: <c>postgresql+psycopg2</c>. <see cref="UrlSchemes"/> knows what serves it.</summary>
    UrlScheme,

    /// <summary>Nothing that could be named: code imports a module whose name it computes.</summary>
    Anything,

    /// <summary>A module, dotted, of which code asks whether it is there. No use of it, but a sign that the code does without it.</summary>
    Presence,
}

/// <summary>Evidence, at a place in a file, that something is used though no import says so, or (<see cref="HintTarget.Presence"/>) that it may be absent.</summary>
/// <param name="Kind"><c>command</c>, <c>configuration</c>, <c>url</c>, <c>implicit</c>, <c>plugin</c>, <c>dynamic</c> or <c>guard</c>.</param>
/// <param name="Target">What <paramref name="Value"/> is.</param>
/// <param name="Value">The command, module, distribution or scheme.</param>
/// <param name="Line">From 1.</param>
/// <param name="Column">In characters (Unicode code points), from 1.</param>
/// <param name="Detail">A few words for a person: <c>runs 'uvicorn'</c>.</param>
public sealed record UseHint(string Kind, HintTarget Target, string Value, int Line, int Column, string Detail)
{
    /// <summary>For <see cref="HintTarget.Distribution"/>: the alternatives, any one of which serves, the usual one first; otherwise empty.</summary>
    public IReadOnlyList<string> Distributions { get; init; } = [];

    /// <summary>
    /// Whether the code breaks without one of <see cref="Distributions"/>, of those that serve the scheme, or without the module; false where they are only used when present, and where that
    /// is not known.
    /// </summary>
    public bool IsNeeded { get; init; }

    /// <summary>The document that says so, for a row of <see cref="ImplicitUses"/>.</summary>
    public string? Source { get; init; }
}
