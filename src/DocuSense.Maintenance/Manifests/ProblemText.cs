namespace DocuSense.Maintenance.Manifests;

/// <summary>Fits what was written, and the sentences of other rooms, into messages.</summary>
internal static class ProblemText
{
    private const int MaximumLength = 120;

    /// <summary>A text as it may be shown: without passwords, line ends and control characters, and not too long.</summary>
    public static string Show(string text)
    {
        bool isLong = text.Length > MaximumLength;
        // Before it is shortened: what is left of a password does not look like one.
        string shown = UrlText.Redact(text);
        if (shown.Length > MaximumLength)
            shown = shown.Substring(0, char.IsHighSurrogate(shown[MaximumLength - 1]) ? MaximumLength - 1 : MaximumLength);
        char[] characters = shown.ToCharArray();
        for (int i = 0; i < characters.Length; i++)
        {
            if (char.IsControl(characters[i]) || characters[i] is '\u2028' or '\u2029')
                characters[i] = ' ';
        }

        return isLong ? new string(characters) + "\u2026" : new string(characters);
    }

    /// <summary>A sentence as a clause: first letter small, no full stop.</summary>
    public static string Clause(string sentence)
    {
        sentence = sentence.TrimEnd('.', ' ');
        return sentence.Length > 1 && char.IsUpper(sentence[0]) && char.IsLower(sentence[1])
            ? char.ToLowerInvariant(sentence[0]) + sentence.Substring(1)
            : sentence;
    }
}
