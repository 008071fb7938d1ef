using System.Text;

namespace DocuSense.Maintenance.Processes;

/// <summary>Joins arguments to the one string that .NET on <c>netstandard2.0</c> takes, and that every .NET splits again by the rules of the C runtime.</summary>
internal static class CommandLineText
{
    /// <summary>The arguments as one string.</summary>
    public static string Join(IReadOnlyList<string> arguments)
    {
        var text = new StringBuilder();
        foreach (string argument in arguments)
        {
            if (text.Length > 0)
                text.Append(' ');
            Append(text, argument);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string argument)
    {
        if (argument.Length > 0 && argument.IndexOfAny([' ', '\t', '\n', '\v', '"']) < 0)
        {
            text.Append(argument);
            return;
        }

        text.Append('"');
        for (int index = 0; index < argument.Length; index++)
        {
            int slashes = 0;
            while (index < argument.Length && argument[index] == '\\')
            {
                slashes++;
                index++;
            }

            // Backslashes count only before a quote, where each is written twice.
            if (index == argument.Length)
            {
                text.Append('\\', slashes * 2);
                break;
            }

            text.Append('\\', argument[index] == '"' ? slashes * 2 + 1 : slashes).Append(argument[index]);
        }

        text.Append('"');
    }
}
