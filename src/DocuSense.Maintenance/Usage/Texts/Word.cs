namespace DocuSense.Maintenance.Usage.Texts;

/// <summary>One word of a command line, without its quotes.</summary>
/// <param name="Value">The word; each part that only the shell or a template would know is one <see cref="Unknown"/>.</param>
/// <param name="Start">Where its first character (its opening quote) is in the text.</param>
/// <param name="End">Just past its last character.</param>
/// <param name="Variable">The name of the last variable in it, or null.</param>
internal sealed record Word(string Value, int Start, int End, string? Variable = null)
{
    /// <summary>Stands for a variable, a substitution or a template in <see cref="Value"/>.</summary>
    public const char Unknown = '\uFFFC';

    public bool IsLiteral => Value.IndexOf(Unknown) < 0;
}

/// <summary>Whose rules a command line follows.</summary>
internal enum Dialect
{
    /// <summary>sh, bash and their kin.</summary>
    Posix,

    /// <summary>A recipe of a Makefile: as <see cref="Posix"/>, with make's variables.</summary>
    Make,

    /// <summary>Words as <see cref="Posix"/>, with <c>{substitutions}</c>: tox, Python's own templates.</summary>
    Braces,

    /// <summary>Windows' cmd.</summary>
    Batch,

    PowerShell,
}
