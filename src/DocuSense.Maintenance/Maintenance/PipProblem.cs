using System.Text;
using DocuSense.Maintenance.Processes;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>Why pip failed.</summary>
internal enum PipProblemKind
{
    /// <summary>Anything else.</summary>
    Other,

    /// <summary>An index or a file on it could not be reached.</summary>
    Unreachable,

    /// <summary>No set of versions satisfies everything.</summary>
    Conflict,

    /// <summary>A file is not the one that it should be, by its hash.</summary>
    HashMismatch,

    /// <summary>It took too long.</summary>
    TimedOut,
}

/// <summary>A failure of pip, in its own words.</summary>
/// <param name="Kind">What kind.</param>
/// <param name="Text">Its reasons, on one line, without secrets.</param>
internal sealed record PipProblem(PipProblemKind Kind, string Text)
{
    private const int LongestText = 600;

    private static readonly string[] _unreachable =
    [
        "NewConnectionError", "ConnectTimeoutError", "ReadTimeoutError", "Max retries exceeded", "Failed to establish a new connection", "Connection refused",
        "Temporary failure in name resolution", "Name or service not known", "ProxyError", "SSLError", "connection broken by", "ConnectionResetError", "Connection aborted",
        "Could not fetch URL", "IncompleteRead", "Server Error", "RemoteDisconnected", "getaddrinfo failed", "Connection reset by peer", "ProtocolError",
    ];

    /// <summary>What went wrong in a run that failed.</summary>
    public static PipProblem Of(ProcessOutcome outcome)
    {
        if (outcome.TimedOut)
            return new PipProblem(PipProblemKind.TimedOut, "it took longer than the time limit");
        string all = outcome.Error + outcome.Output;
        string text = Reasons(all);
        if (all.IndexOf("DO NOT MATCH THE HASHES", StringComparison.Ordinal) >= 0 || all.IndexOf("HashMismatch", StringComparison.Ordinal) >= 0)
            return new PipProblem(PipProblemKind.HashMismatch, text);
        if (IsUnreachable(all))
            return new PipProblem(PipProblemKind.Unreachable, Connection(all) ?? text);
        bool isConflict = all.IndexOf("ResolutionImpossible", StringComparison.Ordinal) >= 0 || all.IndexOf("No matching distribution found", StringComparison.Ordinal) >= 0;
        return new PipProblem(isConflict ? PipProblemKind.Conflict : PipProblemKind.Other, text);
    }

    /// <summary>Whether the text of a run, even of one that pip calls a success, says that an index could not be reached.</summary>
    public static bool IsUnreachable(string text)
    {
        foreach (string word in _unreachable)
        {
            if (text.IndexOf(word, StringComparison.Ordinal) >= 0)
                return true;
        }

        return false;
    }

    /// <summary>The failure as a finding.</summary>
    /// <param name="what">What could not be done, as the beginning of a sentence.</param>
    public MaintenanceException ToException(string what) => Kind == PipProblemKind.Unreachable
        ? new MaintenanceException("DSM5002", $"{what}: the package index cannot be reached ({Text}).")
        : new MaintenanceException("DSM5004", $"{what}; pip says: {Text}.");

    /// <summary>The lines in which pip gives its reasons: errors, and the paragraph on conflicts.</summary>
    private static string Reasons(string text)
    {
        var reasons = new List<string>();
        bool inConflict = false;
        string before = "";
        string[] lines = text.Split('\n');
        for (int index = 0; index < lines.Length; index++)
        {
            string line = lines[index].Trim();
            if (line.StartsWith("ERROR: Exception:", StringComparison.Ordinal))
            {
                // pip's own failure: of its traceback the last line says what.
                index = EndOfTraceback(lines, index + 1);
                line = index < lines.Length ? "ERROR: " + lines[index].Trim() : "ERROR: pip failed without saying why";
                index = Math.Min(index, lines.Length - 1);
            }

            // The file that a hash is about stands on the line before.
            if (line.StartsWith("Expected sha", StringComparison.Ordinal) && before.Length > 0 && !reasons.Contains(before))
                reasons.Add(before.TrimEnd(':'));
            if (line.Length > 0)
                before = line;
            if (line.StartsWith("The conflict is caused by", StringComparison.Ordinal))
            {
                inConflict = true;
                continue;
            }

            if (line.Length == 0 || line.StartsWith("To fix this", StringComparison.Ordinal))
                inConflict = false;
            string? reason = inConflict ? line
                : line.StartsWith("ERROR: ", StringComparison.Ordinal) ? line.Substring(7)
                : line.StartsWith("Expected sha", StringComparison.Ordinal) || line.StartsWith("Got  ", StringComparison.Ordinal) ? line
                : null;
            if (reason is { Length: > 0 } && !reason.StartsWith("ResolutionImpossible", StringComparison.Ordinal) && !reasons.Contains(reason))
                reasons.Add(reason);
        }

        if (reasons.Count == 0)
            reasons.AddRange(LastLines(text));
        var joined = new StringBuilder();
        foreach (string reason in reasons)
        {
            if (joined.Length > 0)
                joined.Append("; ");
            joined.Append(reason.TrimEnd('.', ' '));
        }

        if (joined.Length == 0)
            joined.Append("nothing");
        return joined.Length <= LongestText ? joined.ToString() : joined.ToString(0, LongestText) + "…";
    }

    /// <summary>What failed of a connection, and at what, from pip's first word of it: pip itself sums up that there is no such version.</summary>
    private static string? Connection(string text)
    {
        const string Broken = "connection broken by '";
        foreach (string line in text.Split('\n'))
        {
            int at = line.IndexOf(Broken, StringComparison.Ordinal);
            int end = line.LastIndexOf("': ", StringComparison.Ordinal);
            if (at < 0 || end < at + Broken.Length)
                continue;
            string cause = line.Substring(at + Broken.Length, end - at - Broken.Length);
            int name = cause.IndexOf(">: ", StringComparison.Ordinal);
            cause = (name < 0 ? cause : cause.Substring(name + 3)).TrimEnd(')', '\'', '"', ',', '.');
            return $"{line.Substring(end + 3).Trim()}: {(cause.Length > LongestText ? cause.Substring(0, LongestText) : cause)}";
        }

        return null;
    }

    /// <summary>The index of the line that ends a traceback: the first one that is not indented, chained ones passed over.</summary>
    private static int EndOfTraceback(string[] lines, int from)
    {
        int end = lines.Length;
        for (int index = from; index < lines.Length; index++)
        {
            string line = lines[index].TrimEnd();
            bool isPart = line.Length == 0 || line[0] == ' ' || line.StartsWith("Traceback (", StringComparison.Ordinal)
                || line.StartsWith("During handling of", StringComparison.Ordinal) || line.StartsWith("The above exception was", StringComparison.Ordinal);
            if (isPart)
                continue;
            if (line.StartsWith("ERROR: ", StringComparison.Ordinal) || line.StartsWith("WARNING: ", StringComparison.Ordinal))
                break;
            end = index;
        }

        return end;
    }

    private static List<string> LastLines(string text)
    {
        var lines = new List<string>();
        foreach (string line in text.Split('\n'))
        {
            if (line.Trim().Length > 0)
                lines.Add(line.Trim());
        }

        if (lines.Count > 3)
            lines.RemoveRange(0, lines.Count - 3);
        return lines;
    }
}
