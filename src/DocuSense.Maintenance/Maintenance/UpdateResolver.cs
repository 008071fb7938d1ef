namespace DocuSense.Maintenance.Maintenance;

/// <summary>What of an update resolves together.</summary>
/// <param name="Installs">What pip would install.</param>
/// <param name="Refused">Those that could not be part of it, with pip's reasons.</param>
internal sealed record UpdateResolution(IReadOnlyList<PipInstall> Installs, IReadOnlyDictionary<string, string> Refused);

/// <summary>
/// Finds a set of updates that resolves together and cannot be extended. pip itself takes older versions where the newest do not fit together, so the first
/// question nearly always has an answer; where one candidate makes pip fail (broken metadata, a build that fails), halves are tried until it is alone.
/// </summary>
internal sealed class UpdateResolver(Pip pip, UpdateQuestion question, Action<string> tell)
{
    /// <summary>So many questions to pip, each of seconds, and then what has been found is taken.</summary>
    private const int MostQuestions = 40;

    private readonly Dictionary<string, string> _refused = new(StringComparer.Ordinal);
    private string? _roots;
    private int _questions;

    /// <summary>Resolves.</summary>
    /// <param name="candidates">Names of those that should be updated, the most important first.</param>
    /// <exception cref="MaintenanceException">DSM5002: the index is out of reach; DSM5004: what is installed and required does not resolve at all.</exception>
    public UpdateResolution Resolve(IReadOnlyList<string> candidates)
    {
        (List<PipInstall>? installs, PipProblem? problem) = Ask(candidates);
        if (installs is not null)
            return new UpdateResolution(installs, _refused);
        tell("Not everything can be updated together; looking for what can.");
        (installs, PipProblem? none) = Ask([]);
        if (installs is null)
            throw none!.ToException("What is installed and what is required do not fit together, so nothing can be updated; run -t:DocuSenseRestore -p:DocuSenseForce=true");
        var accepted = new List<string>();
        Extend(accepted, candidates, problem!, ref installs);
        return new UpdateResolution(installs, _refused);
    }

    private void Extend(List<string> accepted, IReadOnlyList<string> group, PipProblem problem, ref List<PipInstall> installs)
    {
        if (group.Count == 1 || _questions >= MostQuestions)
        {
            foreach (string name in group)
                _refused[name] = problem.Text;
            return;
        }

        int half = (group.Count + 1) / 2;
        foreach (IReadOnlyList<string> part in (IReadOnlyList<string>[])[[.. group.Take(half)], [.. group.Skip(half)]])
        {
            (List<PipInstall>? found, PipProblem? failed) = Ask([.. accepted, .. part]);
            if (found is null)
            {
                Extend(accepted, part, failed!, ref installs);
                continue;
            }

            accepted.AddRange(part);
            installs = found;
        }
    }

    private (List<PipInstall>? Installs, PipProblem? Problem) Ask(IReadOnlyList<string> free)
    {
        _questions++;
        _roots ??= pip.Write("roots.txt", question.Roots());
        string constraints = pip.Write("bounds.txt", question.Constraints(new HashSet<string>(free, StringComparer.Ordinal)));
        (List<PipInstall>? installs, PipProblem? problem) = pip.Plan("--upgrade", "-r", _roots, "-c", constraints);
        if (problem is { Kind: PipProblemKind.Unreachable or PipProblemKind.TimedOut })
            throw problem.ToException("The update could not be planned");
        return (installs, problem);
    }
}
