namespace DocuSense.Maintenance.Standards;

/// <summary>Evaluates markers as <c>packaging</c> does.</summary>
internal static class MarkerEvaluator
{
    /// <summary>Evaluates all parts, those too that no longer decide anything: an undefined one leaves the whole undefined.</summary>
    public static bool Evaluate(MarkerGroup group, MarkerEnvironment environment, string extra, ref string? problem)
    {
        bool any = false;
        bool all = true;
        for (int i = 0; i < group.Parts.Count; i++)
        {
            if (group.StartsAlternative(i))
            {
                any |= all;
                all = true;
            }

            all &= group.Parts[i] is MarkerComparison comparison
                ? Compare(comparison, environment, extra, ref problem)
                : Evaluate((MarkerGroup)group.Parts[i], environment, extra, ref problem);
        }

        return any | all;
    }

    private static bool Compare(MarkerComparison comparison, MarkerEnvironment environment, string extra, ref string? problem)
    {
        // One side is the variable that is looked up; the other is taken as text, even where it names a variable too.
        bool leftIsKey = comparison.Left.IsVariable;
        string key = leftIsKey ? comparison.Left.Value : comparison.Right.Value;
        string? value = key == "extra" ? extra : environment.ValueOf(key);
        if (value is null)
        {
            problem ??= $"'{comparison.Left.Value}' {comparison.Operator} '{comparison.Right.Value}' compares two texts and no variable.";
            return false;
        }

        string left = leftIsKey ? value : comparison.Left.Value;
        string right = leftIsKey ? comparison.Right.Value : value;
        if (key == "extra")
        {
            // PEP 685.
            left = PackageName.Normalize(left);
            right = PackageName.Normalize(right);
        }

        if (comparison.SpecifierFor(right) is Specifier specifier)
        {
            if (PackageVersion.TryParse(left, out PackageVersion? version))
                return specifier.Contains(version, prereleases: true);
            if (specifier.Kind == SpecifierOperator.Identical)
                return string.Equals(PythonText.Lower(left), PythonText.Lower(specifier.Version), StringComparison.Ordinal);
        }

        return CompareTexts(left, comparison.Operator, right, ref problem);
    }

    /// <summary>PEP 508: where the two are not versions, the operators are those of Python's strings.</summary>
    private static bool CompareTexts(string left, string op, string right, ref string? problem)
    {
        switch (op)
        {
            case "in":
                return right.Contains(left);
            case "not in":
                return !right.Contains(left);
            case "==":
                return string.Equals(left, right, StringComparison.Ordinal);
            case "!=":
                return !string.Equals(left, right, StringComparison.Ordinal);
            case "<":
                return PythonText.CompareCodePoints(left, right) < 0;
            case "<=":
                return PythonText.CompareCodePoints(left, right) <= 0;
            case ">":
                return PythonText.CompareCodePoints(left, right) > 0;
            case ">=":
                return PythonText.CompareCodePoints(left, right) >= 0;
            default:
                problem ??= $"'{op}' compares versions only, and '{left}' and '{right}' are not both versions.";
                return false;
        }
    }
}
