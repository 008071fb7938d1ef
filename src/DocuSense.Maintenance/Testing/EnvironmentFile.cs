using System.Text;

namespace DocuSense.Maintenance.Testing;

/// <summary>Reads a <c>.env</c> file: <c>NAME=value</c> lines as python-dotenv and Docker Compose read them, without expanding variables.</summary>
internal static class EnvironmentFile
{
    /// <summary>The variables in order; what is no <c>NAME=value</c> is left out.</summary>
    public static List<KeyValuePair<string, string>> Parse(string text)
    {
        var variables = new List<KeyValuePair<string, string>>();
        int at = 0;
        while (at < text.Length)
        {
            int end = text.IndexOf('\n', at);
            if (end < 0)
                end = text.Length;
            int equals = text.IndexOf('=', at, end - at);
            string name = equals < 0 ? "" : text.Substring(at, equals - at).Trim().TrimStart('\uFEFF');
            if (name.StartsWith("export ", StringComparison.Ordinal))
                name = name.Substring(7).Trim();
            if (name.Length == 0 || name[0] == '#' || name.IndexOf(' ') >= 0)
            {
                at = end + 1;
                continue;
            }

            int start = equals + 1;
            while (start < end && text[start] is ' ' or '\t')
                start++;
            variables.Add(new(name, start < end && text[start] is '\'' or '"' ? Quoted(text, start, ref end) : Plain(text.Substring(start, end - start))));
            at = end + 1;
        }

        return variables;
    }

    /// <summary>Up to a comment, which begins with a hash behind white space.</summary>
    private static string Plain(string value)
    {
        for (int index = 0; index < value.Length; index++)
        {
            if (value[index] == '#' && (index == 0 || char.IsWhiteSpace(value[index - 1])))
                return value.Substring(0, index).TrimEnd();
        }

        return value.TrimEnd();
    }

    /// <summary>In quotes, over several lines if need be; in double quotes a backslash escapes.</summary>
    private static string Quoted(string text, int start, ref int end)
    {
        char quote = text[start];
        var value = new StringBuilder();
        for (int index = start + 1; index < text.Length; index++)
        {
            char character = text[index];
            if (character == quote)
            {
                int next = text.IndexOf('\n', index);
                end = next < 0 ? text.Length : next;
                return value.ToString();
            }

            if (character == '\\' && index + 1 < text.Length && (quote == '"' || text[index + 1] == quote || text[index + 1] == '\\'))
            {
                index++;
                value.Append(quote == '"' && text[index] == 'n' ? '\n' : quote == '"' && text[index] == 't' ? '\t' : text[index]);
                continue;
            }

            value.Append(character);
        }

        // Never closed: a mark that belongs to the value.
        return Plain(text.Substring(start, end - start));
    }
}
