namespace DocuSense.Maintenance.Manifests;

/// <summary>TOML's booleans, numbers and dates. Each is kept as written: manifests need none of their values.</summary>
internal static class TomlScalars
{
    public static TomlValue? Read(TomlCursor cursor)
    {
        string text = cursor.Text;
        int start = cursor.Offset;
        if (StartsWith(text, start, "true"))
            return Take(cursor, TomlKind.Boolean, 4);
        if (StartsWith(text, start, "false"))
            return Take(cursor, TomlKind.Boolean, 5);
        int length = Date(text, start);
        if (length > 0)
            return DateTime(cursor, length);
        length = Time(text, start);
        if (length > 0)
            return Take(cursor, TomlKind.LocalTime, length);
        length = Number(text, start, out bool isFloat);
        if (length > 0)
            return Take(cursor, isFloat ? TomlKind.Float : TomlKind.Integer, length);
        int sign = cursor.Current is '+' or '-' ? 1 : 0;
        if (StartsWith(text, start + sign, "inf") || StartsWith(text, start + sign, "nan"))
            return Take(cursor, TomlKind.Float, 3 + sign);
        cursor.Fail("a value is expected: a string in quotes, a number, a date, true, false, an array or a table");
        return null;
    }

    private static TomlValue? DateTime(TomlCursor cursor, int length)
    {
        string text = cursor.Text;
        int start = cursor.Offset;
        int year = Digits(text, start, 4), month = Digits(text, start + 5, 2), day = Digits(text, start + 8, 2);
        if (year == 0 || day > System.DateTime.DaysInMonth(year, month))
        {
            cursor.Fail("there is no such day");
            return null;
        }

        int time = At(text, start + length) is 'T' or 't' or ' ' ? Time(text, start + length + 1) : 0;
        if (time == 0)
            return Take(cursor, TomlKind.LocalDate, length);
        length += 1 + time;
        int offset = Offset(text, start + length);
        return Take(cursor, offset == 0 ? TomlKind.LocalDateTime : TomlKind.OffsetDateTime, length + offset);
    }

    private static TomlValue Take(TomlCursor cursor, TomlKind kind, int length)
    {
        int start = cursor.Offset;
        cursor.Offset += length;
        return new TomlValue(kind, start) { Text = cursor.Text.Substring(start, length), End = cursor.Offset };
    }

    /// <summary>The length of a number here; 0 for none.</summary>
    private static int Number(string text, int start, out bool isFloat)
    {
        isFloat = false;
        if (At(text, start) == '0' && At(text, start + 1) is char radix and ('x' or 'b' or 'o'))
        {
            int digits = Run(text, start + 2, radix switch { 'x' => 16, 'b' => 2, _ => 8 });
            if (digits > 0)
                return 2 + digits;
        }

        int at = start;
        if (At(text, at) is '+' or '-')
            at++;
        int whole = At(text, at) == '0' ? 1 : Run(text, at, 10);
        if (whole == 0)
            return 0;
        at += whole;
        if (At(text, at) == '.' && Run(text, at + 1, 10) is int fraction and > 0)
        {
            isFloat = true;
            at += 1 + fraction;
        }

        if (At(text, at) is 'e' or 'E')
        {
            int sign = At(text, at + 1) is '+' or '-' ? 1 : 0;
            if (Run(text, at + 1 + sign, 10) is int exponent and > 0)
            {
                isFloat = true;
                at += 1 + sign + exponent;
            }
        }

        return at - start;
    }

    /// <summary>The length of a run of digits, single underscores allowed between them.</summary>
    private static int Run(string text, int start, int radix)
    {
        int at = start;
        while (true)
        {
            if (IsDigit(At(text, at), radix))
                at++;
            else if (at > start && At(text, at) == '_' && IsDigit(At(text, at + 1), radix))
                at += 2;
            else
                return at - start;
        }
    }

    private static bool IsDigit(char c, int radix) => radix switch
    {
        2 => c is '0' or '1',
        8 => c is >= '0' and <= '7',
        10 => c is >= '0' and <= '9',
        _ => Uri.IsHexDigit(c),
    };

    /// <summary>The length of <c>YYYY-MM-DD</c> here, month and day in range; 0 for none.</summary>
    private static int Date(string text, int start) =>
        Digits(text, start, 4) >= 0 && At(text, start + 4) == '-' && Digits(text, start + 5, 2) is >= 1 and <= 12
        && At(text, start + 7) == '-' && Digits(text, start + 8, 2) is >= 1 and <= 31 ? 10 : 0;

    /// <summary>The length of <c>HH:MM:SS</c> with or without a fraction here; 0 for none.</summary>
    private static int Time(string text, int start)
    {
        if (Digits(text, start, 2) is not (>= 0 and <= 23) || At(text, start + 2) != ':' || Digits(text, start + 3, 2) is not (>= 0 and <= 59)
            || At(text, start + 5) != ':' || Digits(text, start + 6, 2) is not (>= 0 and <= 59))
        {
            return 0;
        }

        int length = 8;
        if (At(text, start + 8) == '.' && IsDigit(At(text, start + 9), 10))
        {
            length = 9;
            while (IsDigit(At(text, start + length), 10))
                length++;
        }

        return length;
    }

    /// <summary>The length of a time offset here; 0 for none.</summary>
    private static int Offset(string text, int start)
    {
        if (At(text, start) is 'Z' or 'z')
            return 1;
        return At(text, start) is '+' or '-' && Digits(text, start + 1, 2) is >= 0 and <= 23 && At(text, start + 3) == ':'
            && Digits(text, start + 4, 2) is >= 0 and <= 59 ? 6 : 0;
    }

    private static int Digits(string text, int start, int count)
    {
        int value = 0;
        for (int i = 0; i < count; i++)
        {
            char c = At(text, start + i);
            if (c is < '0' or > '9')
                return -1;
            value = value * 10 + (c - '0');
        }

        return value;
    }

    private static char At(string text, int index) => index < text.Length ? text[index] : '\0';

    private static bool StartsWith(string text, int start, string word) => string.CompareOrdinal(text, start, word, 0, word.Length) == 0;
}
