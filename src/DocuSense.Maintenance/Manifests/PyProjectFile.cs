using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Manifests;

/// <summary>A <c>pyproject.toml</c> being read: requirements out of its strings, problems at their places.</summary>
internal sealed class PyProjectFile(ManifestCollector collector, string path, TomlDocument document)
{
    public string Path { get; } = path;

    public ManifestCollector Collector { get; } = collector;

    /// <summary>A table within a table; a value of another kind in its place is a problem.</summary>
    public TomlValue? Table(TomlValue parent, string key)
    {
        TomlValue? value = parent[key];
        if (value is null or { Kind: TomlKind.Table })
            return value;
        Invalid(value, $"'{key}' must be a table.");
        return null;
    }

    /// <summary>Reads an array of PEP 508 strings.</summary>
    public void Requirements(TomlValue table, string key, RequirementsRole role)
    {
        foreach (TomlValue item in Strings(table, key))
            Requirement(item, role);
    }

    /// <summary>The strings of an array; whatever else is there is a problem.</summary>
    public IEnumerable<TomlValue> Strings(TomlValue table, string key)
    {
        if (table[key] is not TomlValue array)
            yield break;
        if (array.Kind != TomlKind.Array)
        {
            Invalid(array, $"'{key}' must be an array of requirements.");
            yield break;
        }

        foreach (TomlValue item in array.Items)
        {
            if (item.Kind == TomlKind.String)
                yield return item;
            else
                Invalid(item, "A requirement in quotes is expected.");
        }
    }

    /// <summary>Reads one PEP 508 string.</summary>
    /// <summary>What <c>[tool.uv.sources]</c> says the place of; names in PEP 503 normal form.</summary>
    public HashSet<string> Sourced { get; } = new(StringComparer.Ordinal);

    public void Requirement(TomlValue item, RequirementsRole role)
    {
        if (Standards.Requirement.TryParse(item.Text, out Requirement? requirement, out ParseError? error))
        {
            Add(requirement, item.Text.Trim(), item, role);
            return;
        }

        (int start, int end) = Content(item, error?.Position ?? 0);
        Collector.Add(ManifestProblemKind.Invalid, Path, document.Span(start, end),
            $"'{ProblemText.Show(item.Text)}' is not a requirement: {ProblemText.Clause(error?.Message ?? "a requirement is expected")}.");
    }

    public void Add(Requirement? requirement, string text, TomlValue item, RequirementsRole role, bool isEditable = false, string? location = null) =>
        Add(requirement, text, ContentSpan(item), role, isEditable, location);

    public void Add(Requirement? requirement, string text, SourceSpan span, RequirementsRole role, bool isEditable = false, string? location = null) =>
        Collector.Add(new ManifestRequirement
        {
            Requirement = requirement,
            Text = text,
            File = Path,
            Span = span,
            Kind = role.Kind,
            Group = role.Group,
            IsExtra = role.IsExtra,
            IsEditable = isEditable,
            Location = location,
            HasSource = requirement is not null && Sourced.Contains(requirement.NormalizedName),
        });

    /// <summary>Notes a bad value.</summary>
    public void Invalid(TomlValue value, string message) =>
        Collector.Add(ManifestProblemKind.Invalid, Path, document.Span(value.Start, value.End), message);

    public void Problem(ManifestProblemKind kind, TomlValue value, string message) =>
        Collector.Add(kind, Path, document.Span(value.Start, value.End), message);

    /// <summary>The span of a string's content, blanks at its ends left out.</summary>
    public SourceSpan ContentSpan(TomlValue item)
    {
        (int start, int end) = Content(item, 0);
        while (start < end && document.Text[start] is ' ' or '\t' or '\r' or '\n')
            start++;
        return document.Span(start, end);
    }

    public SourceSpan Span(int start, int end) => document.Span(start, end);

    /// <summary>The range from a character of a string to its end.</summary>
    private (int Start, int End) Content(TomlValue item, int position)
    {
        if (item.Kind != TomlKind.String)
            return (item.Start, item.End);
        int end = item.ContentEnd;
        while (end > item.ContentStart && document.Text[end - 1] is ' ' or '\t' or '\r' or '\n')
            end--;
        // With escapes, or line ends that count as one character, only the part before the first of them keeps its places.
        int same = 0;
        while (same < position && same < item.Text.Length && item.ContentStart + same < end && document.Text[item.ContentStart + same] == item.Text[same])
            same++;
        return (item.ContentStart + same, Math.Max(end, item.ContentStart + same));
    }
}
