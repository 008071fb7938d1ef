using System.Globalization;
using System.Text;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Manifests;
using DocuSense.Maintenance.Sources;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Maintenance;

/// <summary>When a requirement is needed.</summary>
internal enum RequirementPurpose
{
    /// <summary>Whenever the backend runs.</summary>
    Common,

    /// <summary>Where it is deployed: a server that only a Procfile or a Dockerfile starts.</summary>
    Production,

    /// <summary>Where it is worked on: only tests use it.</summary>
    Development,
}

/// <summary>What becomes of one requirement of a file.</summary>
/// <param name="Line">Its line's number in the file.</param>
/// <param name="Usage">The requirement with its verdict.</param>
/// <param name="IsKept">Whether it stays.</param>
/// <param name="Reason">Why, with the place.</param>
/// <param name="Purpose">When it is needed.</param>
internal sealed record RequirementDecision(int Line, RequirementUsage Usage, bool IsKept, string Reason, RequirementPurpose Purpose);

/// <summary>A distribution that is imported and that no requirement asks for.</summary>
internal sealed record AddedRequirement(string Name, string Text, string Reason);

/// <summary>Decides what stays of a requirements file, and writes it: everything else of the file stays as it is, byte for byte.</summary>
internal sealed class OptimizedRequirements
{
    private readonly Snapshot _snapshot;
    private readonly IReadOnlyDictionary<string, string> _categories;
    private readonly Func<ManifestRequirement, bool> _isAccepted;
    private readonly RequirementsDocument _document;
    private readonly string _file;

    /// <param name="snapshot">The backend.</param>
    /// <param name="file">Absolute path of the requirements file.</param>
    /// <param name="content">Its content.</param>
    /// <param name="added">What the file is to ask for in addition.</param>
    /// <param name="categories">The project's own sections, by normalised name.</param>
    /// <param name="isAccepted">Whether the project accepts a requirement that nothing uses.</param>
    public OptimizedRequirements(Snapshot snapshot, string file, byte[] content, IReadOnlyList<AddedRequirement> added, IReadOnlyDictionary<string, string> categories,
        Func<ManifestRequirement, bool> isAccepted)
    {
        _isAccepted = isAccepted;
        _snapshot = snapshot;
        _categories = categories;
        _file = file;
        Added = added;
        _document = RequirementsDocument.Parse(content);
        var decisions = new List<RequirementDecision>();
        foreach (RequirementUsage usage in snapshot.Usage.All)
        {
            if (string.Equals(usage.Requirement.File, file, StringComparison.Ordinal) && usage.Requirement.Kind == RequirementKind.Requirement)
                decisions.Add(Decide(usage));
        }

        Decisions = decisions;
    }

    public IReadOnlyList<RequirementDecision> Decisions { get; }

    public IReadOnlyList<AddedRequirement> Added { get; }

    /// <summary>Whether the file could be decoded.</summary>
    public bool IsReadable => _document.DecodingError is null;

    /// <summary>The optimised file.</summary>
    /// <param name="purposes">The purposes whose requirements it is to have.</param>
    /// <param name="title">The first line, without <c>#</c>.</param>
    public byte[] Write(IReadOnlyCollection<RequirementPurpose> purposes, string title)
    {
        RequirementsDocument document = _document;
        for (int index = document.Requirements.Count - 1; index >= 0; index--)
        {
            RequirementsLine line = document.Requirements[index];
            RequirementDecision? decision = Of(line);
            if (decision is null)
                continue;
            document = decision.IsKept && purposes.Contains(decision.Purpose)
                ? document.WithLineAddedBefore("# " + decision.Reason, line)
                : document.WithLineRemoved(line);
        }

        byte[] content = HasSections ? document.ToBytes() : WithSections(document);
        document = RequirementsDocument.Parse(content);
        if (purposes.Contains(RequirementPurpose.Common))
            document = WithRemarks(document);
        return document.Lines.Count > 0 && document.Requirements.Count > 0 && document.Requirements[0].PhysicalLines.First == 0
            ? document.WithLineAddedBefore("# " + title, document.Requirements[0]).ToBytes()
            : Prepend(document, "# " + title);
    }

    private RequirementsDocument WithRemarks(RequirementsDocument document)
    {
        if (Added.Count > 0)
        {
            document = document.WithLineAdded("").WithLineAdded("# Added: imported, and no requirement asked for it");
            foreach (AddedRequirement added in Added)
                document = document.WithLineAdded("# " + added.Reason).WithLineAdded(added.Text);
        }

        bool isFirst = true;
        foreach (RequirementDecision decision in Decisions)
        {
            if (decision.IsKept)
                continue;
            if (isFirst)
                document = document.WithLineAdded("").WithLineAdded("# Left out:");
            isFirst = false;
            document = document.WithLineAdded($"#   {decision.Usage.Requirement.DisplayText}: {decision.Reason}");
        }

        return document;
    }

    /// <summary>Whether the file has comments on lines of their own, which divide it.</summary>
    private bool HasSections
    {
        get
        {
            foreach (PhysicalLine line in _document.Lines)
            {
                if (_document.Text.Substring(line.Start, line.Length).TrimStart().StartsWith("#", StringComparison.Ordinal))
                    return true;
            }

            return Decisions.Count < 5;
        }
    }

    /// <summary>The requirements under the headings of their sections, in their order; all else first.</summary>
    private byte[] WithSections(RequirementsDocument document)
    {
        string ending = document.Text.IndexOf("\r\n", StringComparison.Ordinal) >= 0 ? "\r\n" : "\n";
        var sections = new Dictionary<string, StringBuilder>(StringComparer.Ordinal);
        var others = new StringBuilder();
        int next = 0;
        foreach (RequirementsLine line in document.Requirements)
        {
            StringBuilder target = others;
            if (line.Kind == RequirementsLineKind.Requirement && Requirement.TryParse(line.Text, out Requirement? requirement, out _))
            {
                string section = RequirementCategories.Of(requirement.NormalizedName, _snapshot.Graph.Find(requirement.NormalizedName)?.MetadataFile, _categories);
                if (!sections.TryGetValue(section, out StringBuilder? found))
                    sections.Add(section, found = new StringBuilder());
                target = found;
            }

            // The evidence above a requirement belongs to it.
            for (; next < line.PhysicalLines.End; next++)
            {
                PhysicalLine physical = document.Lines[next];
                string text = document.Text.Substring(physical.Start, physical.Length);
                if (text.Trim().Length > 0)
                    target.Append(text).Append(ending);
            }
        }

        var whole = new StringBuilder(others.ToString());
        var order = new List<string>(RequirementCategories.Order);
        foreach (string section in sections.Keys)
        {
            if (!order.Contains(section))
                order.Insert(order.IndexOf(RequirementCategories.Other), section);
        }

        foreach (string section in order)
        {
            if (sections.TryGetValue(section, out StringBuilder? text))
                whole.Append(whole.Length == 0 ? "" : ending).Append("# ").Append(section).Append(ending).Append(text);
        }

        return new UTF8Encoding(false).GetBytes(whole.ToString());
    }

    private RequirementDecision? Of(RequirementsLine line)
    {
        foreach (RequirementDecision decision in Decisions)
        {
            if (decision.Line == line.Number)
                return decision;
        }

        return null;
    }

    private RequirementDecision Decide(RequirementUsage usage)
    {
        ManifestRequirement declared = usage.Requirement;
        string? comment = declared.Comment;
        int line = LineOf(declared);
        bool asked = comment is not null && comment.StartsWith("docusense: keep", StringComparison.OrdinalIgnoreCase);
        RequirementPurpose purpose = Purpose(usage, comment);
        if (asked)
            return new RequirementDecision(line, usage, true, "kept: as its line asks", purpose);
        return usage.Verdict switch
        {
            Verdict.Used => new RequirementDecision(line, usage, true, "used: " + Places(usage), purpose),
            Verdict.Pinned => new RequirementDecision(line, usage, true, "kept: it holds the version of what another one brings: " + Places(usage), purpose),
            Verdict.Unused when _snapshot.IsFullyRead && _isAccepted(declared) => new RequirementDecision(line, usage, true, "kept: the project accepts that nothing uses it", purpose),
            Verdict.Unused when _snapshot.IsFullyRead => new RequirementDecision(line, usage, false, "nothing imports it, and nothing else hints at a use", purpose),
            _ => new RequirementDecision(line, usage, true, "kept: not known whether it is used" + (usage.Evidence.Count == 0 ? "" : ": " + Places(usage)), purpose),
        };
    }

    private int LineOf(ManifestRequirement declared)
    {
        // A requirement's span begins on its own line; the line that pip counts is the first it is joined from.
        foreach (RequirementsLine line in _document.Requirements)
        {
            if (line.Span == declared.Span || line.Span.Line == declared.Span.Line)
                return line.Number;
        }

        return declared.Span.Line;
    }

    private string Places(RequirementUsage usage)
    {
        const int Most = 2;
        var places = new List<string>();
        foreach (Evidence evidence in usage.Evidence)
        {
            // Where a package is installed says nothing to those who read the file elsewhere.
            string place = evidence.File is null || IsInstalled(evidence.File) ? "" : string.Format(CultureInfo.InvariantCulture, evidence.Line > 0 ? "{0}:{1} " : "{0} ", _snapshot.Relative(evidence.File), evidence.Line);
            string text = place + evidence.Detail;
            if (!places.Contains(text))
                places.Add(text);
        }

        string shown = string.Join(", ", places.Take(Most));
        return places.Count > Most ? string.Format(CultureInfo.InvariantCulture, "{0} and {1} more", shown, places.Count - Most) : shown;
    }

    private bool IsInstalled(string file) => _snapshot.Environment is { } environment && FilePaths.IsInside(file, environment.Root);

    private RequirementPurpose Purpose(RequirementUsage usage, string? comment)
    {
        if (comment is not null && comment.IndexOf("production", StringComparison.OrdinalIgnoreCase) >= 0)
            return RequirementPurpose.Production;
        if (comment is not null && comment.IndexOf("development", StringComparison.OrdinalIgnoreCase) >= 0)
            return RequirementPurpose.Development;
        if (usage.Evidence.Count == 0)
            return RequirementPurpose.Common;
        bool production = true;
        bool development = true;
        foreach (Evidence evidence in usage.Evidence)
        {
            string path = evidence.File is null ? "" : _snapshot.Relative(evidence.File);
            string name = Path.GetFileName(path).ToLowerInvariant();
            production &= name is "procfile" or "supervisord.conf" || name.StartsWith("dockerfile", StringComparison.Ordinal) || name.EndsWith(".service", StringComparison.Ordinal)
                || name.StartsWith("docker-compose", StringComparison.Ordinal) || name.StartsWith("gunicorn", StringComparison.Ordinal);
            development &= path.Length > 0 && SourceRole.IsAuxiliary(path);
        }

        return production ? RequirementPurpose.Production : development ? RequirementPurpose.Development : RequirementPurpose.Common;
    }

    private static byte[] Prepend(RequirementsDocument document, string line)
    {
        byte[] content = document.ToBytes();
        byte[] first = Encoding.UTF8.GetBytes(line + (document.Text.IndexOf("\r\n", StringComparison.Ordinal) >= 0 ? "\r\n" : "\n"));
        int mark = content.Length >= 3 && content[0] == 0xEF && content[1] == 0xBB && content[2] == 0xBF ? 3 : 0;
        return [.. content.Take(mark), .. first, .. content.Skip(mark)];
    }
}
