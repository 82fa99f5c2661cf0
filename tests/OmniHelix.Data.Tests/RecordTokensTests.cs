using CsCheck;
using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Tokenizers;
using OmniHelix.Tokenizers.Tokens;

namespace OmniHelix.Data.Tests;

/// <summary>What holds for every sequence, however it is cut into tokens and windows.</summary>
public class RecordTokensTests
{
    private const int Width = 2;
    private const int Cuts = 3000;

    private static readonly LabelEncoder Brackets = new(TaskType.TokenClassification, new LabelMap(["(", ")", "."]), 0);
    private static readonly OmniTokenizer[] Tokenizers = [
        .. Enumerable.Range(1, 6).SelectMany(k => new[] { Kmers.Tokenizer(k, false), Kmers.Tokenizer(k, true) })];

    // Runs of X become one unknown token.
    private static readonly Gen<Cut> AnyCut =
        from tokenizer in Gen.Int[0, Tokenizers.Length - 1]
        from sequence in Gen.Char["ACGTACGTNX"].Array[1, 120]
        from structure in Gen.Char["()."].Array[sequence.Length]
        from content in Gen.Int[1, 40]
        from overlap in Gen.Int[0, content - 1]
        select new Cut(tokenizer, new string(sequence), new string(structure), content, overlap);

    [Fact]
    public void WindowsGiveEachTokenOnceAndInOrder() => AnyCut.Sample(cut =>
    {
        var record = Assert.Single(cut.Store(windows: true).Records());
        var whole = cut.Tokenizer.Tokenize(cut.Sequence);
        Assert.Equal(whole.Ids, record.Ids(withSpecials: true));
        Assert.Equal(whole.Ids[1..^(cut.Tokenizer.Template.After.Count)], record.Ids());
        Assert.Equal(whole.Spans.Where(span => !span.IsEmpty), record.Spans());
        Assert.Equal(record.Ids().Length, record.Count);
    }, iter: Cuts);

    [Fact]
    public void EveryBaseIsCoveredExactlyOnce() => AnyCut.Sample(cut =>
    {
        var record = Assert.Single(cut.Store(windows: true).Records());
        var covered = new int[cut.Sequence.Length];
        foreach (var span in record.Spans())
            for (var i = span.Start; i < span.End; i++) covered[i]++;
        Assert.All(covered, times => Assert.Equal(1, times));
        Assert.Equal(cut.Sequence.Length, record.Bases);
    }, iter: Cuts);

    [Fact]
    public void ValuesOfBasesAreThoseOfARunWithoutWindowsAndThoseOfTheirToken() => AnyCut.Sample(cut =>
    {
        var windows = cut.Store(windows: true);
        var whole = cut.Store(windows: false);
        var perBase = Assert.Single(windows.Records()).PerBase(ByToken(windows), Width);
        Assert.Equal(Assert.Single(whole.Records()).PerBase(ByToken(whole), Width), perBase);
        var tokens = cut.Tokenizer.Tokenize(cut.Sequence);
        for (var i = 0; i < cut.Sequence.Length; i++)
        {
            var token = Enumerable.Range(0, tokens.Ids.Length).Single(t => tokens.Spans[t].Start <= i && i < tokens.Spans[t].End);
            Assert.Equal(Answer(tokens.Ids[token]), perBase[(i * Width)..((i + 1) * Width)]);
        }
    }, iter: Cuts);

    [Fact]
    public void TheMeanOfWindowsWeighsEachByTheTokensItOwns() => AnyCut.Sample(cut =>
    {
        var store = cut.Store(windows: true);
        var record = Assert.Single(store.Records());
        float[][] outputs = [.. Enumerable.Range(0, store.Count).Select(row => new float[] { row, 1 })];
        var sum = Enumerable.Range(0, store.Count).Sum(row => (double)row * (store.Owned(row).End - store.Owned(row).Start));
        var mean = record.Mean(outputs);
        Assert.Equal(sum / record.Count, mean[0], 1e-3);
        Assert.Equal(1, mean[1], 1e-5);
    }, iter: Cuts);

    [Fact]
    public void TheTruthOfABaseIsItsOwnLabelWhateverItsToken() => AnyCut.Sample(cut =>
    {
        var record = Assert.Single(cut.Store(windows: true).Records());
        Assert.Equal(cut.Structure, string.Concat(record.TrueClasses().Select(c => "()."[c])));
    }, iter: Cuts);

    [Fact]
    public void ATruncatedSequenceHasTheBasesOfTheTokensThatAreLeft()
    {
        var tokenizer = Kmers.Tokenizer(3, withEnd: false);
        var store = RaggedTokens.Build(
            [Written.Structure("ACGTTTGGGCA", "((((...))))")], tokenizer, new(3, LengthPolicy.Truncate), Brackets);
        var record = Assert.Single(store.Records());
        Assert.Equal((2, 6), (record.Count, record.Bases));
        Assert.Equal(6, record.TrueClasses().Length);
        Assert.Equal(6 * Width, record.PerBase(ByToken(store), Width).Length);
    }

    [Fact]
    public void ACharacterWithoutATokenHasNoTruth()
    {
        var store = RaggedTokens.Build([Written.Structure("AC GU", "((.))")], OmniTokenizer.OmniGenome(), new(10), Brackets);
        var record = Assert.Single(store.Records());
        Assert.Equal([0, 0, LabelProjector.Ignored, 1, 1], record.TrueClasses());
        Assert.Equal([4f, 16, 5, 25, 0, 0, 6, 36, 9, 81], record.PerBase(ByToken(store), Width));
        var values = new LabelEncoder(TaskType.TokenRegression, null, 1);
        var regression = RaggedTokens.Build(
            [Written.Example("AC GU", new VectorLabel([1, 2, 3, 4, float.NaN], 1))], OmniTokenizer.OmniGenome(), new(10), values);
        Assert.Equal([1f, 2, float.NaN, 4, float.NaN], Assert.Single(regression.Records()).TrueTargets());
    }

    [Fact]
    public void WhereWordsOverlapABaseTakesTheLastOneThatBeginsAtOrBeforeIt()
    {
        var tokenizer = new OverlappingWords();
        var store = RaggedTokens.Build([Written.Structure("ACGTAC", "(..)..")], tokenizer, new(5, LengthPolicy.Window, 1), Brackets);
        Assert.Equal(2, store.Count);
        var record = Assert.Single(store.Records());
        Assert.Equal((4, 6), (record.Count, record.Bases));
        float[] expected = [.. new[] { 0, 1, 2, 3, 3, 3 }.SelectMany(word => Answer(OverlappingWords.IdOf("ACGTAC".AsSpan(word, 3))))];
        Assert.Equal(expected, record.PerBase(ByToken(store), Width));
        // So the token that a base takes is the one that has learned its label.
        Assert.Equal(
            ["(", ".", ".", ")"],
            record.Parts().SelectMany(p => store.Classes(p.Row)[p.Start..p.End].ToArray()).Select(c => "()."[c].ToString()));
    }

    [Fact]
    public void RecordsWithoutARowAreLeftOut()
    {
        Example[] examples = [Written.Structure("ACGUACGUACGU", "((((....))))"), Written.Structure("ACGU", "(..)", 2)];
        var store = RaggedTokens.Build(examples, OmniTokenizer.OmniGenome(), new(8, LengthPolicy.Drop), Brackets);
        var record = Assert.Single(store.Records());
        Assert.Equal((1, examples[1]), (record.Index, record.Example));
    }

    [Fact]
    public void TruthIsAskedOfStoresThatHaveIt()
    {
        var record = Assert.Single(RaggedTokens.Build([Written.Example("ACGU")], OmniTokenizer.OmniGenome(), new(10)).Records());
        Assert.Throws<InvalidOperationException>(record.TrueClasses);
        Assert.Throws<InvalidOperationException>(record.TrueTargets);
    }

    // A model that looks at the token alone: what it says cannot depend on windows.
    private static float[][] ByToken(RaggedTokens store) =>
        [.. Enumerable.Range(0, store.Count).Select(row => store.Ids(row).ToArray().SelectMany(Answer).ToArray())];

    private static float[] Answer(int id) => [id, id * id];

    private sealed record Cut(int Kind, string Sequence, string Structure, int Content, int Overlap)
    {
        public OmniTokenizer Tokenizer => Tokenizers[Kind];

        public RaggedTokens Store(bool windows)
        {
            var length = windows
                ? new LengthOptions(Content + Tokenizer.Template.Count, LengthPolicy.Window, Overlap)
                : new LengthOptions(1000);
            return RaggedTokens.Build([Written.Structure(Sequence, Structure)], Tokenizer, length, Brackets, threads: 1);
        }
    }

    /// <summary>DNABERT's way: a word of three bases begins at every base but the last two.</summary>
    private sealed class OverlappingWords : OmniTokenizer
    {
        private const int Length = 3;
        private const int FirstWord = 5;

        public override int VocabularySize => FirstWord + 64;

        public override SpecialTokens Special { get; } = new() { Pad = 0, Unknown = 1, Cls = 2, Sep = 3, Mask = 4 };

        public override SpecialTokenTemplate Template { get; } = new([2], [3], [3]);

        public override IReadOnlyList<TokenizerStage> Stages { get; } = [new("model", "words of three bases")];

        public override Sequences.Molecule Molecule => Sequences.Molecule.Dna;

        public override int MaxLength => 512;

        public override Sequences.UracilPolicy Uracil => Sequences.UracilPolicy.None;

        public override CasePolicy Case => CasePolicy.Keep;

        public static int IdOf(ReadOnlySpan<char> word)
        {
            var id = 0;
            foreach (var letter in word) id = 4 * id + Kmers.Letters.IndexOf(letter);
            return FirstWord + id;
        }

        public override void EncodeContent(ReadOnlySpan<char> sequence, TokenBuffer tokens)
        {
            for (var i = 0; i <= sequence.Length - Length; i++)
                tokens.Add(IdOf(sequence.Slice(i, Length)), new TokenSpan(i, i + Length));
        }

        public override void SavePretrained(string folder, LearnedLetters? learned) =>
            File.WriteAllLines(Path.Combine(folder, "vocab.txt"), Enumerable.Range(0, VocabularySize).Select(TokenOf));

        public override string TokenOf(int id) =>
            id < FirstWord ? $"<{id}>" : string.Concat(new[] { 16, 4, 1 }.Select(place => Kmers.Letters[(id - FirstWord) / place % 4]));

        public override int? IdOf(string token) => IdOf(token.AsSpan());
    }
}
