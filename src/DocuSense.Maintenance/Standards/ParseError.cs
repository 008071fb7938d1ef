namespace DocuSense.Maintenance.Standards;

/// <summary>Why a text could not be parsed, and where.</summary>
/// <param name="Position">Offset of the first offending character, from 0.</param>
/// <param name="Message">One sentence: what was expected.</param>
public sealed record ParseError(int Position, string Message);
