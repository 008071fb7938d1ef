namespace DocuSense.Maintenance.Manifests;

/// <summary>Fits the sentences of other rooms into longer ones.</summary>
internal static class ProblemText
{
    /// <summary>A sentence as a clause: first letter small, no full stop.</summary>
    public static string Clause(string sentence)
    {
        sentence = sentence.TrimEnd('.', ' ');
        return sentence.Length > 1 && char.IsUpper(sentence[0]) && char.IsLower(sentence[1])
            ? char.ToLowerInvariant(sentence[0]) + sentence.Substring(1)
            : sentence;
    }
}
