using System.Globalization;

namespace DocuSense.Maintenance.Sources.Scanning;

/// <content>Characters that cannot stand in code.</content>
internal ref partial struct SourceWalker
{
    /// <summary>
    /// Looks for characters beyond ASCII that are part of no identifier (PEP 3131), such as curly quotes and no-break spaces. Only those are
    /// named that no version of Unicode ever put among the identifiers.
    /// </summary>
    private void CheckCharacters(int from, int to)
    {
        for (int at = from; at < to; at++)
        {
            if (_text[at] < 0x80)
                continue;
            int end = at + 1;
            while (end < to && (_text[end] & 0xC0) == 0x80)
                end++;
            if (IsNeverIdentifier(Utf8.Text(_text.Slice(at, end - at))))
                Problem(at, end, "Invalid character in code");
            at = end - 1;
        }
    }

    private static bool IsNeverIdentifier(string character)
    {
        if (character.Length == 0)
            return false;
        switch (character[0])
        {
            // Other_ID_Start and Other_ID_Continue.
            case '\u00B7' or '\u0387' or '\u2118' or '\u212E' or '\u30FB' or '\uFF65' or '\u200C' or '\u200D' or '\uFFFD':
                return false;
        }
        return CharUnicodeInfo.GetUnicodeCategory(character, 0) is UnicodeCategory.CurrencySymbol or UnicodeCategory.MathSymbol or UnicodeCategory.OtherSymbol
            or UnicodeCategory.InitialQuotePunctuation or UnicodeCategory.FinalQuotePunctuation or UnicodeCategory.OpenPunctuation
            or UnicodeCategory.ClosePunctuation or UnicodeCategory.DashPunctuation or UnicodeCategory.OtherPunctuation
            or UnicodeCategory.SpaceSeparator or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.Format or UnicodeCategory.PrivateUse;
    }
}
