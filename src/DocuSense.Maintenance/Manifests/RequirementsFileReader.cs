using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Manifests;

/// <summary>How the requirements of a file are meant, before the file's own name has its say.</summary>
internal sealed record RequirementsRole(RequirementKind Kind, string Group = "", bool IsExtra = false, bool GroupIsGiven = false);

/// <summary>
/// Reads requirements files with all that they include. Where pip stops at the first bad line, this notes it and reads on. A
/// file included twice in the same role counts once.
/// </summary>
internal sealed class RequirementsFileReader(ManifestCollector collector, Func<string, string?> projectName)
{
    /// <summary>pip itself gives up somewhat later, at Python's own limit.</summary>
    private const int MaximumDepth = 100;

    private readonly Dictionary<string, RequirementsDocument?> _documents = new(ManifestFile.PathComparer);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);
    private readonly List<string> _open = [];

    public bool HasRead(string path) =>
        _read.Contains(Key(path, RequirementKind.Requirement)) || _read.Contains(Key(path, RequirementKind.Constraint));

    /// <summary>Reads a file that nothing includes.</summary>
    public void Read(string path, RequirementsRole role) => Read(path, role, null);

    /// <summary>Full paths of the files that a file includes itself, those that cannot be told left out.</summary>
    public IEnumerable<string> Includes(string path)
    {
        if (Document(path, out _, out _) is not RequirementsDocument document)
            yield break;
        foreach (RequirementsLine line in document.Requirements)
        {
            if (line.Kind is RequirementsLineKind.Include or RequirementsLineKind.Constraint && Target(path, line, out _) is string target)
                yield return target;
        }
    }

    private void Read(string path, RequirementsRole role, (string File, RequirementsLine Line)? from)
    {
        collector.CancellationToken.ThrowIfCancellationRequested();
        collector.AddFile(path);
        void Problem(ManifestProblemKind kind, string message)
        {
            bool isConstraint = role.Kind == RequirementKind.Constraint;
            if (from is (string file, RequirementsLine line))
                collector.Add(kind, file, line.Span, message, isConstraint: isConstraint);
            else
                collector.Add(kind, path, SourceSpan.Start, message, isConstraint: isConstraint);
        }

        // What an environment variable stands for is not told.
        string shown = from is null ? Path.GetFileName(path) : ProblemText.Show(from.Value.Line.Text);
        if (_open.Exists(open => ManifestFile.PathComparer.Equals(open, path)))
        {
            Problem(ManifestProblemKind.Cycle, $"'{shown}' includes itself{(ManifestFile.PathComparer.Equals(_open[_open.Count - 1], path) ? "" : " through other files")}.");
            return;
        }

        if (_open.Count >= MaximumDepth)
        {
            Problem(ManifestProblemKind.Unreadable, $"'{shown}' is not read: files include each other {MaximumDepth} deep.");
            return;
        }

        if (!_read.Add(Key(path, role.Kind)))
            return;
        if (Document(path, out ManifestProblemKind kind, out string reason) is not RequirementsDocument document)
        {
            Problem(kind, $"'{shown}' {reason}.");
            return;
        }

        if (document.DecodingError is string error)
        {
            collector.Add(ManifestProblemKind.Unreadable, path, SourceSpan.Start, error);
            return;
        }

        int nul = document.Text.IndexOf('\0');
        if (nul >= 0)
        {
            collector.Add(ManifestProblemKind.Unreadable, path, document.Span(nul, nul + 1), "This is not a text file: it holds a NUL character.");
            return;
        }

        _open.Add(path);
        if (!role.GroupIsGiven && RequirementGroups.OfFile(path) is string group)
            role = role with { Group = group };
        var judge = new RequirementJudge([collector.Backend, Path.GetDirectoryName(path) ?? collector.Backend], projectName);
        foreach (RequirementsLine line in document.Requirements)
            Read(path, role, line, judge);
        _open.RemoveAt(_open.Count - 1);
    }

    private void Read(string path, RequirementsRole role, RequirementsLine line, RequirementJudge judge)
    {
        switch (line.Kind)
        {
            case RequirementsLineKind.Invalid:
                collector.Add(ManifestProblemKind.Invalid, path, line.ErrorSpan, $"pip refuses this line: {line.Error}.", line.Text);
                break;
            case RequirementsLineKind.Include or RequirementsLineKind.Constraint:
                RequirementKind kind = line.Kind == RequirementsLineKind.Include ? RequirementKind.Requirement : RequirementKind.Constraint;
                if (Target(path, line, out bool isRemote) is string target)
                    Read(target, role with { Kind = kind }, (path, line));
                else if (isRemote && kind == RequirementKind.Requirement)
                    collector.Add(ManifestProblemKind.Remote, path, line.Span, $"'{ProblemText.Show(line.Value)}' is not fetched by a check, so what it requires is not known, and no import is called missing.");
                else if (!isRemote)
                    collector.Add(ManifestProblemKind.FileNotFound, path, line.Span, $"'{ProblemText.Show(line.Text)}' cannot be the path of a file.");
                break;
            case RequirementsLineKind.Requirement or RequirementsLineKind.Editable:
                ReadRequirement(path, role, line, judge);
                break;
        }
    }

    private void ReadRequirement(string path, RequirementsRole role, RequirementsLine line, RequirementJudge judge)
    {
        bool isEditable = line.Kind == RequirementsLineKind.Editable;
        JudgedRequirement judged = isEditable ? judge.JudgeEditable(line.Value) : judge.Judge(line.Value);
        if (judged.Problem is not null)
        {
            AddProblem(path, line, judged);
            return;
        }

        Requirement? requirement = judged.Requirement;
        // A URL is where secrets are filled in: keep it as it is written.
        if (line.IsExpanded && requirement?.Url is not null && Requirement.TryParse(line.Text, out Requirement? written, out _)
            && written.NormalizedName == requirement.NormalizedName)
        {
            requirement = written;
        }

        collector.Add(new ManifestRequirement
        {
            Requirement = requirement,
            Text = line.Text,
            File = path,
            Span = line.Span,
            Kind = role.Kind,
            Group = role.Group,
            IsExtra = role.IsExtra,
            IsEditable = isEditable,
            Location = judged.IsLocation ? WithoutMarker(line.Text) : null,
            Hashes = line.Hashes,
            Comment = line.Comment,
            AskedBy = role.Kind == RequirementKind.Requirement ? ViaComments.Of(line) : [],
        });
    }

    private void AddProblem(string path, RequirementsLine line, JudgedRequirement judged)
    {
        if (judged.IsMissingPath)
        {
            collector.Add(ManifestProblemKind.FileNotFound, path, line.Span, $"'{ProblemText.Show(line.Text)}' looks like a path, and nothing is there.");
            return;
        }

        if (line.IsExpanded)
        {
            collector.Add(ManifestProblemKind.Invalid, path, line.Span, "This is not a requirement once its environment variables are filled in.", line.Text);
            return;
        }

        string hint = line.Text.Contains('=') && !HasOperator(line.Text) ? " One '=' is no operator: write '=='." : "";
        collector.Add(ManifestProblemKind.Invalid, path, line.SpanFrom(judged.Position),
            $"'{ProblemText.Show(line.Text)}' is not a requirement: {ProblemText.Clause(judged.Problem!)}.{hint}", line.Text);
    }

    private static bool HasOperator(string text) =>
        text.Contains("==") || text.Contains("~=") || text.Contains("!=") || text.Contains('<') || text.Contains('>');

    private static string WithoutMarker(string text)
    {
        int end = text.IndexOf(UrlText.IsUrl(text) ? "; " : ";", StringComparison.Ordinal);
        return end < 0 ? text : PythonText.Strip(text.Substring(0, end));
    }

    /// <summary>The full path of an included file; null for a URL, which is not fetched, and for what can be no path.</summary>
    private static string? Target(string including, RequirementsLine line, out bool isRemote)
    {
        string value = line.Value;
        string scheme = UrlText.Scheme(value);
        isRemote = scheme is "http" or "https";
        if (isRemote)
            return null;
        if (scheme == "file")
        {
            if (UrlText.LocalPath(value) is not string local)
            {
                isRemote = true;
                return null;
            }

            value = local;
        }

        return ManifestFile.Combine(Path.GetDirectoryName(including) ?? "", value);
    }

    private RequirementsDocument? Document(string path, out ManifestProblemKind kind, out string reason)
    {
        kind = default;
        reason = "";
        if (_documents.TryGetValue(path, out RequirementsDocument? known) && known is not null)
            return known;
        byte[]? bytes = ManifestFile.TryRead(path, out kind, out reason);
        return _documents[path] = bytes is null ? null : RequirementsDocument.Parse(bytes);
    }

    private static string Key(string path, RequirementKind kind) => (char)('a' + (int)kind) + (Path.DirectorySeparatorChar == '\\' ? path.ToUpperInvariant() : path);
}
