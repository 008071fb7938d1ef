using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Manifests;

/// <summary>Reads what setuptools reads from <c>setup.cfg</c> about requirements.</summary>
internal sealed class SetupCfgReader(ManifestCollector collector)
{
    public void Read(string path)
    {
        if (Open(collector, path) is not IniDocument document)
            return;
        if (Name(document) is string name)
            collector.ProjectName ??= name;
        if (document["options"] is IniSection options)
        {
            ReadPython(path, document, Option(options, "python_requires"));
            ReadList(path, document, Option(options, "install_requires"), new RequirementsRole(RequirementKind.Requirement));
            ReadList(path, document, Option(options, "setup_requires"), new RequirementsRole(RequirementKind.Build));
            ReadList(path, document, Option(options, "tests_require"), new RequirementsRole(RequirementKind.Requirement, "test"));
        }

        foreach (IniOption extra in document["options.extras_require"]?.Options ?? [])
            ReadList(path, document, extra, new RequirementsRole(RequirementKind.Requirement, extra.Name, IsExtra: true));
    }

    /// <summary>The project's name where the file states it.</summary>
    internal static string? Name(IniDocument document) =>
        document["metadata"] is IniSection metadata && Option(metadata, "name") is { Lines: [{ Text.Length: > 0 } first, ..] } ? first.Text : null;

    /// <summary>Reads and parses a file; what is wrong with it becomes a problem.</summary>
    internal static IniDocument? Open(ManifestCollector collector, string path)
    {
        collector.AddFile(path);
        if (ManifestFile.TryRead(path, out ManifestProblemKind kind, out string reason) is not byte[] bytes)
        {
            collector.Add(kind, path, SourceSpan.Start, $"'{Path.GetFileName(path)}' {reason}.");
            return null;
        }

        string text;
        try
        {
            text = TextDecoding.Utf8.GetString(bytes);
        }
        catch (ArgumentException)
        {
            collector.Add(ManifestProblemKind.Unreadable, path, SourceSpan.Start, "The file is not UTF-8 text.");
            return null;
        }

        IniDocument document = IniDocument.Parse(text);
        if (document.Error is (int offset, string message))
            collector.Add(ManifestProblemKind.Invalid, path, document.Span(offset, 1), $"Python cannot read this file: {message}.");
        return document;
    }

    /// <summary>An option, which setuptools also takes with hyphens.</summary>
    private static IniOption? Option(IniSection section, string name) => section[name] ?? section[name.Replace('_', '-')];

    private void ReadPython(string path, IniDocument document, IniOption? option)
    {
        if (option is null)
            return;
        foreach (IniLine line in option.Lines)
        {
            if (line.Text.Length == 0)
                continue;
            SourceSpan span = document.Span(line.Offset, line.Text.Length);
            if (SpecifierSet.TryParse(line.Text, out SpecifierSet? specifier))
                collector.RequiresPython ??= new RequiresPython(specifier, line.Text, path, span);
            else
                collector.Add(ManifestProblemKind.Invalid, path, span, $"'{ProblemText.Show(line.Text)}' is not a version specifier.");
        }
    }

    private void ReadList(string path, IniDocument document, IniOption? option, RequirementsRole role)
    {
        if (option is null)
            return;
        if (option.Lines[0].Text.StartsWith("file:", StringComparison.Ordinal))
        {
            ReadFiles(path, document, option, role);
            return;
        }

        // A value on one line is split at semicolons, which leaves no room for markers.
        bool isOneLine = option.Lines.Count == 1;
        foreach (IniLine line in option.Lines)
        {
            int start = 0;
            while (start <= line.Text.Length)
            {
                int end = isOneLine ? line.Text.IndexOf(';', start) : -1;
                if (end < 0)
                    end = line.Text.Length;
                ReadRequirement(path, document.Map, line.Text.Substring(start, end - start), line.Offset + start, role);
                start = end + 1;
            }
        }
    }

    private void ReadFiles(string path, IniDocument document, IniOption option, RequirementsRole role)
    {
        foreach (IniLine line in option.Lines)
        {
            int skip = line.Text.StartsWith("file:", StringComparison.Ordinal) ? 5 : 0;
            foreach (string part in line.Text.Substring(skip).Split(','))
            {
                string name = part.Trim();
                if (name.Length == 0 || ManifestFile.Combine(Path.GetDirectoryName(path) ?? "", name) is not string target)
                    continue;
                collector.AddFile(target);
                SourceSpan span = document.Span(line.Offset, line.Text.Length);
                if (ManifestFile.TryRead(target, out ManifestProblemKind kind, out string reason) is not byte[] bytes)
                {
                    collector.Add(kind, path, span, $"'{ProblemText.Show(name)}' {reason}.");
                    continue;
                }

                if (TextDecoding.Decode(bytes).Text is not string text)
                {
                    collector.Add(ManifestProblemKind.Unreadable, target, SourceSpan.Start, "The file is not UTF-8 text.");
                    continue;
                }

                ReadText(target, text, role);
            }
        }
    }

    /// <summary>A file that <c>file:</c> names holds plain requirements, one a line.</summary>
    private void ReadText(string path, string text, RequirementsRole role)
    {
        var places = new LineMap(text);
        int start = 0;
        while (start < text.Length)
        {
            int end = start;
            while (end < text.Length && PythonText.LineEnd(text, end) == 0)
                end++;
            ReadRequirement(path, places, text.Substring(start, end - start), start, role);
            start = end < text.Length ? end + PythonText.LineEnd(text, end) : end;
        }
    }

    private void ReadRequirement(string path, LineMap map, string text, int offset, RequirementsRole role)
    {
        string? comment = null;
        int hash = text.IndexOf(" #", StringComparison.Ordinal);
        if (hash >= 0)
        {
            comment = text.Substring(hash + 2).Trim();
            text = text.Substring(0, hash);
        }

        (int start, int length) = PythonText.Strip(text, 0, text.Length);
        text = text.Substring(start, length);
        offset += start;
        if (length == 0 || text[0] == '#')
            return;
        if (!Requirement.TryParse(text, out Requirement? requirement, out ParseError? error))
        {
            int position = Math.Min(error?.Position ?? 0, length);
            collector.Add(ManifestProblemKind.Invalid, path, map.Span(offset + position, offset + length),
                $"'{ProblemText.Show(text)}' is not a requirement: {ProblemText.Clause(error?.Message ?? "a requirement is expected")}.");
            return;
        }

        collector.Add(new ManifestRequirement
        {
            Requirement = requirement,
            Text = text,
            File = path,
            Span = map.Span(offset, offset + length),
            Kind = role.Kind,
            Group = role.Group,
            IsExtra = role.IsExtra,
            Comment = comment,
        });
    }
}
