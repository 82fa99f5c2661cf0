using OmniHelix.Cli.Shell;

namespace OmniHelix.Cli.Tests;

/// <summary>What a terminal shows when sentences, results and progress meet on it.</summary>
public class TerminalTests
{
    private const string Escape = "\u001b";

    [Fact]
    public void ASentenceStandsAboveTheProgress()
    {
        var (terminal, screen) = Watched(80);
        terminal.Transient.Show("first", "second");
        terminal.Error.WriteLine("a notice");
        terminal.Transient.Show("third");
        terminal.Summary.WriteLine("a result");
        Assert.Equal(["a notice", "a result", ""], screen.Lines);
    }

    [Fact]
    public void ProgressIsReplacedAndTakenAway()
    {
        var (terminal, screen) = Watched(80);
        terminal.Transient.Show("a long line of one moment", "with another below");
        terminal.Transient.Show("short");
        Assert.Equal(["short"], screen.Lines);
        terminal.Transient.Clear();
        Assert.Equal([""], screen.Lines);
    }

    [Fact]
    public void ProgressWiderThanTheTerminalIsCut()
    {
        var (terminal, screen) = Watched(30);
        terminal.Transient.Show(new string('x', 100));
        terminal.Transient.Show("y");
        Assert.Equal(["y"], screen.Lines);
    }

    [Fact]
    public void BytesOfAResultStandAboveTheProgress()
    {
        var (terminal, screen) = Watched(80);
        terminal.Transient.Show("working");
        terminal.Output.Write(">a");
        terminal.Output.Write("\nACGT\n");
        Assert.Equal([">a", "ACGT", ""], screen.Lines);
    }

    [Fact]
    public void NamesInResultsDoNothingToATerminal()
    {
        using var screen = new StringWriter();
        var terminal = new Terminal(screen, TextWriter.Null, outputIsTerminal: true, errorIsTerminal: false);
        terminal.Output.WriteLine("good\ta\u001b[31m.fa\nnext");
        Assert.Equal("good\ta␛[31m.fa\nnext\n", screen.ToString());
        using var pipe = new StringWriter();
        new Terminal(pipe, TextWriter.Null, outputIsTerminal: false, errorIsTerminal: false).Output.Write("a\u001b[31m");
        Assert.Equal("a\u001b[31m", pipe.ToString());
        using var bytes = new MemoryStream();
        using (var harmless = new HarmlessBytes(bytes)) harmless.Write(">a\u001b[31m\r\nAC\tGT\u007f\n"u8);
        Assert.Equal(">a?[31m\r\nAC\tGT?\n", System.Text.Encoding.UTF8.GetString(bytes.ToArray()));
    }

    [Fact]
    public void ProgressWithNamesOfOthersDoesNothingElse()
    {
        var (terminal, screen) = Watched(80);
        terminal.Transient.Show("contig \u001b[2Ja");
        Assert.Equal(["contig ␛[2Ja"], screen.Lines);
    }

    [Theory]
    [InlineData("one two three four five", 24, "one two three four five")]
    [InlineData("one two three four five", 20, "one two three four", "  five")]
    [InlineData("  one two three four five", 20, "  one two three", "    four five")]
    [InlineData("/a/path/without/any/blank.txt", 20, "/a/path/without/any/blank.txt")]
    [InlineData("see /a/path/without/any/blank.txt", 20, "see", "  /a/path/without/any/blank.txt")]
    [InlineData("trailing blanks at the end        ", 30, "trailing blanks at the end        ")]
    public void SentencesAreFoldedAtWords(string line, int width, params string[] folded) => Assert.Equal(folded, Prose.Fold(line, width));

    [Fact]
    public void FoldedLinesKeepEveryWord()
    {
        var words = Enumerable.Range(0, 200).Select(i => new string((char)('a' + i % 26), i * 7 % 40 + 1)).ToArray();
        for (var width = 1; width < 120; width++)
        {
            var folded = Prose.Fold(string.Join(' ', words), width).ToArray();
            Assert.Equal(words, folded.SelectMany(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            if (width > 50) Assert.All(folded, line => Assert.True(line.Length < width, line));
        }
    }

    [Theory]
    [InlineData("! 3 records", "[33m!", "[0m 3 records")]
    [InlineData("error OH1001 x.fa: is a folder", "[31merror OH1001 x.fa", "[0m: is a folder")]
    public void OnlyWhatMattersIsInColour(string line, string coloured, string rest)
    {
        Assert.Equal(Escape + coloured + Escape + rest, Prose.Paint(line));
        Assert.Equal("wrote x.fa", Prose.Paint("wrote x.fa"));
    }

    [Fact]
    public void NamesCannotControlTheTerminal() =>
        Assert.Equal("failed record a␛[31mb␍␡\tc", Prose.Harmless("failed record a\u001b[31mb\r\u007f\tc"));

    [Fact]
    public void WithoutColoursNoneAreWritten()
    {
        using var error = new StringWriter();
        var terminal = new Terminal(TextWriter.Null, error, true, true, new TerminalLook(() => 80, Colours: false));
        terminal.Error.WriteLine("! look");
        terminal.WriteStrong("own row");
        Assert.Equal("! look\n", error.ToString());
    }

    private static (Terminal, TerminalScreen) Watched(int width)
    {
        var screen = new TerminalScreen(width);
        return (new Terminal(screen, screen, true, true, new TerminalLook(() => width, Colours: true)), screen);
    }
}
