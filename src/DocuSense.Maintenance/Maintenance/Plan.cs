using System.Globalization;
using System.Text;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>What a step does.</summary>
public enum PlanStepKind
{
    /// <summary>A virtual environment is made.</summary>
    CreateEnvironment,

    /// <summary>A distribution that was not there is installed.</summary>
    Install,

    /// <summary>A distribution is replaced by a newer version.</summary>
    Upgrade,

    /// <summary>A distribution is replaced by another version or installed anew, as a requirement asks.</summary>
    Reinstall,

    /// <summary>A distribution is removed.</summary>
    Remove,

    /// <summary>Files that nobody needs are deleted.</summary>
    Delete,

    /// <summary>A file is written.</summary>
    Write,

    /// <summary>A requirement is added to a requirements file.</summary>
    Require,

    /// <summary>A requirement is left out of a requirements file.</summary>
    LeaveOut,

    /// <summary>Nothing is done, and the reason says why: a newer version that does not fit, a requirement that stays.</summary>
    Keep,
}

/// <summary>One step of a plan.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Subject">The distribution, or the path of the file or folder.</param>
/// <param name="Before">The version, or what there is, before; null for nothing.</param>
/// <param name="After">The version, or what there will be, after; null for nothing.</param>
/// <param name="Reason">Why, in a few words.</param>
public sealed record PlanStep(PlanStepKind Kind, string Subject, string? Before, string? After, string Reason)
{
    /// <summary>The bytes that it adds, or frees where negative; 0 where not known.</summary>
    public long Bytes { get; init; }

    /// <summary>Absolute path of the file concerned; null for none.</summary>
    public string? File { get; init; }

    /// <summary>The step as one line: <c>upgrade fastapi 0.104.0 → 0.110.0 (newest)</c>.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(Verb(Kind)).Append(' ').Append(Subject);
        if (Before is not null && After is not null)
            text.Append(' ').Append(Before).Append(" → ").Append(After);
        else if ((Before ?? After) is { } version)
            text.Append(' ').Append(version);
        if (Reason.Length > 0)
            text.Append(" (").Append(Reason).Append(')');
        if (Bytes != 0)
            text.Append(", ").Append(Size(Math.Abs(Bytes)));
        return text.ToString();
    }

    /// <summary>A size as people read it: <c>12.3 MB</c>.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1000 => bytes.ToString(CultureInfo.InvariantCulture) + " bytes",
        < 1_000_000 => (bytes / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " kB",
        < 1_000_000_000 => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
        _ => (bytes / 1e9).ToString("0.00", CultureInfo.InvariantCulture) + " GB",
    };

    private static string Verb(PlanStepKind kind) => kind switch
    {
        PlanStepKind.CreateEnvironment => "create",
        PlanStepKind.Install => "install",
        PlanStepKind.Upgrade => "upgrade",
        PlanStepKind.Reinstall => "reinstall",
        PlanStepKind.Remove => "remove",
        PlanStepKind.Delete => "delete",
        PlanStepKind.Write => "write",
        PlanStepKind.Require => "require",
        PlanStepKind.LeaveOut => "leave out",
        _ => "keep",
    };
}

/// <summary>What a verb is going to do. Making it changes nothing.</summary>
/// <param name="Verb"><c>Restore</c>, <c>Update</c>, <c>Clean</c> or <c>Optimize</c>.</param>
/// <param name="Steps">The steps, in order.</param>
public sealed record Plan(string Verb, IReadOnlyList<PlanStep> Steps)
{
    /// <summary>Whether anything is to be done at all.</summary>
    public bool IsEmpty
    {
        get
        {
            foreach (PlanStep step in Steps)
            {
                if (step.Kind != PlanStepKind.Keep)
                    return false;
            }

            return true;
        }
    }
}
