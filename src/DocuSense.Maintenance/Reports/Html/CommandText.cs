namespace DocuSense.Maintenance.Reports.Html;

/// <summary>Commands to type.</summary>
internal static class CommandText
{
    /// <summary>Writes a command that breaks between its words alone, never at the hyphen of an option.</summary>
    public static void Write(HtmlWriter page, string command)
    {
        page.Add($"""<code class="command">""");
        string[] words = command.Split(' ');
        for (int index = 0; index < words.Length; index++)
        {
            page.Add($"{(index > 0 ? " " : "")}");
            if (words[index].StartsWith("-", StringComparison.Ordinal))
                page.Add($"""<span class="option">{words[index]}</span>""");
            else
                page.Add($"{words[index]}");
        }

        page.Add($"</code>");
    }

    /// <summary>Writes what is not there, and the command that brings it.</summary>
    public static void WriteEmpty(HtmlWriter page, string text, string command)
    {
        page.Add($"""<p class="empty">{text} """);
        Write(page, command);
        page.Add($"</p>\n");
    }
}
