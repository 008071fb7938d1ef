namespace DocuSense.Maintenance.Manifests;

/// <summary>
/// Fills in <c>${NAME}</c> as pip does: upper-case letters, digits and underscores; a variable that is unset or empty stays as
/// written. Values are for parsing only and are never shown: they are where people keep their passwords.
/// </summary>
internal static class EnvironmentVariables
{
    /// <summary>More than this many values that themselves hold <c>${…}</c> are not followed.</summary>
    private const int MaximumChained = 1000;

    public static string Expand(string text, Func<string, string?> get)
    {
        if (!text.Contains("${"))
            return text;
        // pip looks for the variables once, then replaces one after the other, so that a value may bring another one in.
        string result = text;
        var done = new HashSet<string>(StringComparer.Ordinal);
        bool chained = false;
        int count = 0;
        for (int at = 0; Next(text, ref at, out string name);)
        {
            if (!chained && done.Contains(name))
                continue;
            string? value = get(name);
            done.Add(name);
            if (string.IsNullOrEmpty(value) || ++count > MaximumChained)
                continue;
            chained |= value!.Contains("${");
            result = result.Replace("${" + name + "}", value);
        }

        return result;
    }

    private static bool Next(string text, ref int at, out string name)
    {
        while ((at = text.IndexOf("${", at, StringComparison.Ordinal)) >= 0)
        {
            int start = at + 2;
            int end = start;
            while (end < text.Length && text[end] is (>= 'A' and <= 'Z') or (>= '0' and <= '9') or '_')
                end++;
            if (end > start && end < text.Length && text[end] == '}')
            {
                name = text.Substring(start, end - start);
                at = end + 1;
                return true;
            }

            at = start;
        }

        name = "";
        return false;
    }
}
