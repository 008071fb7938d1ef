using System.Globalization;
using System.Text;
using DocuSense.Maintenance.Standards;

namespace DocuSense.Maintenance.Manifests;

/// <summary>Poetry's version constraints, written as PEP 440 specifiers.</summary>
internal static class PoetryConstraint
{
    /// <summary>Translates a constraint.</summary>
    /// <returns>
    /// The specifiers joined by commas, empty for "any version"; null where the text is no constraint. Of alternatives
    /// (<c>||</c>), which no specifier can say, <paramref name="isAlternative"/> tells, and the result is empty.
    /// </returns>
    public static string? Translate(string constraint, out bool isAlternative)
    {
        isAlternative = constraint.Contains('|');
        if (isAlternative)
        {
            foreach (string part in constraint.Split(['|'], StringSplitOptions.RemoveEmptyEntries))
            {
                if (Translate(part, out _) is null)
                    return null;
            }

            return "";
        }

        var result = new StringBuilder();
        foreach (string clause in Clauses(constraint))
        {
            if (Clause(clause) is not string specifier)
                return null;
            if (result.Length > 0 && specifier.Length > 0)
                result.Append(',');
            result.Append(specifier);
        }

        return result.ToString();
    }

    /// <summary>Splits at commas, and at blanks that do not stand between an operator and its version.</summary>
    private static List<string> Clauses(string constraint)
    {
        var clauses = new List<string>();
        var clause = new StringBuilder();
        bool blank = false;
        foreach (char c in constraint)
        {
            if (c == ',' || char.IsWhiteSpace(c))
            {
                blank = true;
                if (c == ',' && clause.Length > 0)
                    Flush();
                continue;
            }

            if (blank && clause.Length > 0 && !IsOperator(clause[clause.Length - 1]))
                Flush();
            blank = false;
            clause.Append(c);
        }

        Flush();
        return clauses;

        void Flush()
        {
            if (clause.Length > 0)
                clauses.Add(clause.ToString());
            clause.Clear();
        }
    }

    private static bool IsOperator(char c) => c is '<' or '>' or '=' or '!' or '~' or '^';

    private static string? Clause(string clause)
    {
        int length = 0;
        while (length < clause.Length && IsOperator(clause[length]))
            length++;
        string sign = clause.Substring(0, length);
        string version = clause.Substring(length);
        // Stability flags of old: 1.0@beta.
        int flag = version.IndexOf('@');
        if (flag >= 0)
            version = version.Substring(0, flag);
        if (version is "*" or "x" or "" && sign is "" or "=" or "==")
            return version.Length > 0 || flag >= 0 ? "" : null;
        string? specifier = sign switch
        {
            "^" => Range(version, CaretPart),
            "~" => Range(version, static release => release.Length > 1 ? 1 : 0),
            "" or "=" => "==" + version,
            _ => sign + version,
        };
        return specifier is not null && SpecifierSet.TryParse(specifier, out _) ? specifier : null;
    }

    /// <summary>The left-most part of a release that is not zero; its last part where all are.</summary>
    private static int CaretPart(long[] release)
    {
        for (int i = 0; i < release.Length; i++)
        {
            if (release[i] != 0)
                return i;
        }

        return release.Length - 1;
    }

    /// <summary>From a version up to the next one of which a part of the release is greater.</summary>
    private static string? Range(string version, Func<long[], int> part)
    {
        if (!PackageVersion.TryParse(version, out PackageVersion? parsed))
            return null;
        string normal = parsed.ToString();
        int epochEnd = normal.IndexOf('!') + 1;
        int end = epochEnd;
        while (end < normal.Length && normal[end] is (>= '0' and <= '9') or '.' && !(normal[end] == '.' && (end + 1 == normal.Length || normal[end + 1] is < '0' or > '9')))
            end++;
        string[] parts = normal.Substring(epochEnd, end - epochEnd).Split('.');
        long[] release = new long[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (!long.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out release[i]))
                return null;
        }

        int raised = part(release);
        var upper = new StringBuilder(normal.Substring(0, epochEnd));
        for (int i = 0; i < release.Length; i++)
        {
            if (i > 0)
                upper.Append('.');
            upper.Append((i < raised ? release[i] : i == raised ? release[i] + 1 : 0).ToString(CultureInfo.InvariantCulture));
        }

        return $">={version},<{upper}";
    }
}
