using System.Text;
using DocuSense.Maintenance.Analysis;
using DocuSense.Maintenance.Environments;
using DocuSense.Maintenance.Tests.Support;

namespace DocuSense.Maintenance.Tests.Analysis;

/// <summary>The parts that search files and keep what was found, each against the class library's own way.</summary>
public sealed class SearchingPartsTests : TemporaryFolder
{
    [Fact]
    public void Words_are_marked_where_the_text_holds_them_in_any_letter_case()
    {
        var random = new Random(20261127);
        const string Letters = "abAB-_1é";
        for (int round = 0; round < 3_000; round++)
        {
            string text = Make(random, Letters, random.Next(0, 60));
            string[] terms = [.. Enumerable.Range(0, random.Next(1, 12)).Select(_ => Make(random, Letters, random.Next(1, 6)))];
            var filter = new TermFilter(terms);
            var marks = new bool[terms.Length];
            bool any = filter.Mark(Encoding.UTF8.GetBytes(text), marks);
            Assert.Equal(marks.Contains(true), any);
            for (int index = 0; index < terms.Length; index++)
            {
                bool holds = text.Contains(terms[index], StringComparison.OrdinalIgnoreCase);
                bool isSettled = terms[index].Length > 1 && terms[index].All(char.IsAscii);
                Assert.True(marks[index] == holds || (!isSettled && marks[index]), $"'{terms[index]}' in '{text}'");
            }
        }
    }

    [Theory]
    [InlineData("utf-8", false)]
    [InlineData("utf-8", true)]
    [InlineData("utf-16", true)]
    [InlineData("utf-16BE", true)]
    [InlineData("utf-32", true)]
    [InlineData("utf-32BE", true)]
    public void A_text_file_is_read_as_the_class_library_reads_it(string encoding, bool mark)
    {
        Encoding written = Encoding.GetEncoding(encoding);
        byte[] bytes = written.GetBytes("name = é😀 Redis\n");
        string file = Write("a.ini", "");
        File.WriteAllBytes(file, mark ? [.. written.GetPreamble(), .. bytes] : bytes);
        using var text = new FileText();

        Assert.True(text.TryRead(file, isBinary: false));
        Assert.Contains("redis", text.TermsOf(new TermFilter(["redis", "celery"])));
        Assert.Equal(File.ReadAllText(file, Encoding.UTF8), text.Text);
    }

    [Fact]
    public void A_stream_of_pieces_holds_what_was_written()
    {
        var random = new Random(20261127);
        for (int round = 0; round < 20; round++)
        {
            using var expected = new MemoryStream();
            using var pieces = new PieceStream();
            for (int step = 0; step < 60; step++)
            {
                var bytes = new byte[random.Next(0, step % 10 == 0 ? 200_000 : 5_000)];
                random.NextBytes(bytes);
                switch (step % 3)
                {
                    case 0:
                        pieces.Write(bytes, 0, bytes.Length);
                        break;
                    case 1:
                        bytes.CopyTo(pieces.GetSpan(bytes.Length));
                        pieces.Advance(bytes.Length);
                        break;
                    default:
                        bytes = [(byte)step];
                        pieces.WriteByte(bytes[0]);
                        break;
                }

                expected.Write(bytes, 0, bytes.Length);
            }

            Assert.Equal(expected.Length, pieces.Length);
            using var copy = new MemoryStream();
            pieces.WriteTo(copy);
            Assert.True(expected.ToArray().AsSpan().SequenceEqual(copy.ToArray()));
            string file = Absolute("pieces");
            AtomicFile.Write(file, pieces);
            Assert.True(expected.ToArray().AsSpan().SequenceEqual(File.ReadAllBytes(file)));
        }
    }

    [Fact]
    public void A_table_of_files_knows_those_that_were_added_since_it_was_emptied()
    {
        var random = new Random(20261127);
        var table = new FileTable();
        for (int round = 0; round < 6; round++)
        {
            table.Clear();
            var expected = new HashSet<(int Folder, string Name)>();
            for (int count = round * 2_000; count > 0; count--)
            {
                (int, string) file = (random.Next(0, 50), Make(random, "abé.", random.Next(0, 9)));
                if (expected.Add(file))
                    table.Add(file.Item1, Encoding.UTF8.GetBytes(file.Item2));
            }

            foreach ((int folder, string name) in expected)
                Assert.True(table.Contains(folder, Encoding.UTF8.GetBytes(name)));
            for (int count = 0; count < 2_000; count++)
            {
                (int, string) file = (random.Next(0, 50), Make(random, "abé.", random.Next(0, 9)));
                Assert.Equal(expected.Contains(file), table.Contains(file.Item1, Encoding.UTF8.GetBytes(file.Item2)));
            }
        }
    }

    private static string Make(Random random, string letters, int length)
    {
        var text = new char[length];
        for (int index = 0; index < length; index++)
            text[index] = letters[random.Next(letters.Length)];
        return new string(text);
    }
}
