namespace DocuSense.Maintenance.Processes;

/// <summary>A program to run: never through a shell, its arguments as a list.</summary>
public sealed record ProcessRequest
{
    /// <summary>The program's path, or a name to be looked up on PATH.</summary>
    public required string Program { get; init; }

    /// <summary>The arguments, each as the program will receive it.</summary>
    public required IReadOnlyList<string> Arguments { get; init; }

    /// <summary>Absolute path of the folder to run in; null for that of this process.</summary>
    public string? WorkingFolder { get; init; }

    /// <summary>Variables that differ from this process's own; null removes one.</summary>
    public IReadOnlyDictionary<string, string?> Variables { get; init; } = new Dictionary<string, string?>();

    /// <summary>How long the program may take; then it is ended with everything it has started.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How many characters of each stream are kept: the beginning and, from there on, the end.</summary>
    public int OutputLimit { get; init; } = 1 << 20;

    /// <summary>Whether the program's input stays open until this process ends: how a supervised program learns that it was orphaned.</summary>
    public bool HoldsInput { get; init; }

    /// <summary>What must never be shown of its output.</summary>
    public Secrets Secrets { get; init; } = Secrets.None;

    /// <summary>Is told each line as it is printed, secrets taken out, from any thread; null for nobody.</summary>
    public Action<string>? OnLine { get; init; }
}

/// <summary>How a program ended.</summary>
/// <param name="ExitCode">Its exit code; -1 where it was ended for its time limit.</param>
/// <param name="Output">What it printed, secrets taken out.</param>
/// <param name="Error">What it printed to its error stream, secrets taken out.</param>
/// <param name="TimedOut">Whether it was ended for its time limit.</param>
/// <param name="Duration">The time it took.</param>
public sealed record ProcessOutcome(int ExitCode, string Output, string Error, bool TimedOut, TimeSpan Duration)
{
    /// <summary>Whether it ended by itself, and well.</summary>
    public bool Succeeded => ExitCode == 0 && !TimedOut;
}
