using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Sequences;
using OmniHelix.Tokenizers;

namespace OmniHelix.Data.Tests;

public class RaggedTokensTests
{
    private static readonly OmniTokenizer Tokenizer = OmniTokenizer.OmniGenome();
    private static readonly LabelEncoder Brackets = new(TaskType.TokenClassification, new LabelMap(["(", ")", "."]), 0);

    private static Example Long(int length)
    {
        var random = new Xoshiro256(length);
        return Written.Structure(
            string.Concat(Enumerable.Range(0, length).Select(_ => "ACGU"[random.Next(4)])),
            string.Concat(Enumerable.Range(0, length).Select(_ => "()."[random.Next(3)])));
    }

    [Fact]
    public void RowsCarrySpecialTokensAndLabelsBesideTheirTokens()
    {
        var tokens = RaggedTokens.Build([Written.Structure("AUGC", "(.).")], Tokenizer, new(10), Brackets);
        Assert.Equal([0, 4, 9, 6, 5, 2], tokens.Ids(0));
        Assert.Equal([-100, 0, 2, 1, 2, -100], tokens.Classes(0));
        Assert.Equal((1, 5), tokens.Owned(0));
        Assert.Equal([6], tokens.Lengths);
    }

    [Fact]
    public void LettersThatTheVocabularyLacksAreCountedAndNotTheirTokens()
    {
        var options = new TokenizerOptions { Uracil = UracilPolicy.TToU };
        using var folder = new TemporaryFolder();
        folder.Write("vocab.txt", "<cls>\n<pad>\n<eos>\n<unk>\nA\nC\nG\nU\n");
        var without = OmniTokenizer.FromPretrained(folder.Path);
        var counts = RaggedTokens.Build([Written.Example("ACGTTTTT"), Written.Example("ACéé", record: 2)], without, new(20)).Counts;
        Assert.Equal((5 + 2, 2), (counts.UnknownLetters, counts.UnknownTokens));
        Assert.Equal(5, counts.Letters['T']);
        Assert.Equal(2, counts.Letters['é']);
        var converting = OmniTokenizer.FromPretrained(folder.Path, options);
        var converted = RaggedTokens.Build([Written.Example("ACGTTTTT")], converting, new(20)).Counts;
        Assert.Equal((0, 5, false), (converted.UnknownLetters, converted.Letters['U'], converted.Letters.ContainsKey('T')));
    }

    [Fact]
    public void LettersThatNoTokenStandsForAreTold()
    {
        var dnabert = GenomicTokenizers.Dnabert(3, new TokenizerOptions { Case = CasePolicy.Upper });
        var counts = RaggedTokens.Build([Written.Example("acgNACG"), Written.Example("NNNN", record: 2)], dnabert, new(20)).Counts;
        // Of overlapping k-mers an unknown one may stand beside others.
        Assert.Equal((5 + 4, 3), (counts.UnknownLetters, counts.FoldedLetters));
        Assert.Equal(new Dictionary<char, long> { ['N'] = 5 }, counts.UnreadLetters);
    }

    [Fact]
    public void ARecordWithoutWholeCodonsIsNamed()
    {
        Example[] examples = [Written.Example("ACGUAU"), Written.Example("ACGUA", record: 2)];
        var error = Assert.Throws<OmniException>(() => RaggedTokens.Build(examples, GenomicTokenizers.Rna(3, codons: true), new(9)));
        Assert.Equal("OH1517", error.Code);
        Assert.Contains(examples[1].Place, error.Place, StringComparison.Ordinal);
        Assert.Contains("a sequence of 5 letters has no whole number of codons", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AnUnknownRunTakesTheLabelOfItsFirstBase()
    {
        var tokens = RaggedTokens.Build([Written.Structure("AXXC", "(.).")], Tokenizer, new(10), Brackets);
        Assert.Equal([-100, 0, 2, 2, -100], tokens.Classes(0));
        Assert.Equal((3, 1), (tokens.Counts.ContentTokens, tokens.Counts.UnknownTokens));
        Assert.Equal((2, 2), (tokens.Counts.UnknownLetters, tokens.Counts.LabelsOfUnknown));
        Assert.Equal([0, 2], tokens.ClassIds());
        Assert.Equal(2, tokens.Records().Single().CountUnknownBases());
    }

    [Theory]
    [InlineData(LengthPolicy.Window, 6)]
    [InlineData(LengthPolicy.Truncate, 3)]
    public void UnknownBasesAreCountedOnceEachAndOnlyWhereTheyWereRead(LengthPolicy policy, int unknown)
    {
        var length = new LengthOptions(7, policy, policy == LengthPolicy.Window ? 3 : 0);
        var tokens = RaggedTokens.Build([Written.Structure("AXXCGXUXXAXC", "............")], Tokenizer, length, Brackets);
        Assert.Equal(unknown, tokens.Records().Single().CountUnknownBases());
    }

    [Fact]
    public void TheResultDoesNotDependOnTheNumberOfThreads()
    {
        Example[] examples = [.. Enumerable.Range(1, 1500).Select(i => Long(1 + i % 97))];
        var one = RaggedTokens.Build(examples, Tokenizer, new(50, LengthPolicy.Window, 10), Brackets, threads: 1);
        var many = RaggedTokens.Build(examples, Tokenizer, new(50, LengthPolicy.Window, 10), Brackets, threads: 4);
        Assert.Equal(one.Lengths, many.Lengths);
        for (var row = 0; row < one.Count; row++)
        {
            Assert.Equal(one.Ids(row), many.Ids(row));
            Assert.Equal(one.Classes(row), many.Classes(row));
            Assert.Equal(one.ExampleOf(row), many.ExampleOf(row));
        }
    }

    [Fact]
    public void TooLongSequencesAreAnErrorThatListsThem()
    {
        var error = Assert.Throws<OmniException>(() => RaggedTokens.Build([Long(8), Long(9), Long(20)], Tokenizer, new(10)));
        Assert.Equal("OH1401", error.Code);
        Assert.Contains("2 of 3 sequences have more than 10 tokens (the longest has 22)", error.Message, StringComparison.Ordinal);
        Assert.Contains("(11)", error.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void TruncationAndDroppingAreCounted()
    {
        var cut = RaggedTokens.Build([Long(8), Long(20)], Tokenizer, new(10, LengthPolicy.Truncate), Brackets);
        Assert.Equal([10, 10], cut.Lengths);
        Assert.Equal((1, 12L), (cut.Counts.Truncated, cut.Counts.TruncatedTokens));
        Assert.Equal(2, cut.Ids(1)[^1]);
        var dropped = RaggedTokens.Build([Long(20), Long(8)], Tokenizer, new(10, LengthPolicy.Drop), Brackets);
        Assert.Equal((1, 1, 1), (dropped.Count, dropped.Counts.Dropped, dropped.ExampleOf(0)));
    }

    [Theory]
    [InlineData(9, 0)]
    [InlineData(17, 3)]
    [InlineData(40, 7)]
    [InlineData(100, 5)]
    public void WindowsHaveFullLengthAndOwnEveryBaseOnce(int length, int overlap)
    {
        var example = Long(length);
        var tokens = RaggedTokens.Build([example], Tokenizer, new(10, LengthPolicy.Window, overlap), Brackets);
        var owner = new int[length];
        var labels = new char[length];
        for (var row = 0; row < tokens.Count; row++)
        {
            Assert.Equal(10, tokens.Lengths[row]);
            var (start, end) = tokens.Owned(row);
            for (var t = 0; t < 10; t++)
            {
                var owned = t >= start && t < end;
                Assert.Equal(owned, tokens.Classes(row)[t] >= 0);
                if (!owned) continue;
                var at = tokens.Spans(row)[t].Start;
                owner[at]++;
                labels[at] = "()."[tokens.Classes(row)[t]];
            }
        }
        Assert.All(owner, n => Assert.Equal(1, n));
        Assert.Equal(((TextLabel)example.Label!).Text, new string(labels));
        Assert.Equal((1, tokens.Count), (tokens.Counts.Windowed, tokens.Counts.Windows));
    }

    [Theory]
    [InlineData(2, LengthPolicy.Error, 0)]
    [InlineData(10, LengthPolicy.Window, 8)]
    public void SettingsThatLeaveNoRoomAreUsageErrors(int most, LengthPolicy policy, int overlap) =>
        Assert.Equal(
            "OH1404", Assert.Throws<UsageException>(() => RaggedTokens.Build([Long(8)], Tokenizer, new(most, policy, overlap))).Code);

    [Fact]
    public void SequenceLabelsAndTargetsReachTheBatch()
    {
        Example[] examples = [Written.Example("AC", new TextLabel("hi")), Written.Example("ACGU", new TextLabel("lo"))];
        var classes = RaggedTokens.Build(examples, Tokenizer, new(10), LabelEncoder.For(TaskType.SequenceClassification, examples));
        Assert.Equal([1L, 0], TokenBatch.Create(classes, [1, 0]).Classes!);
        Example[] vectors = [
            Written.Example("AC", new VectorLabel([0.5f, float.NaN], 1)), Written.Example("ACGU", new VectorLabel([1, 2], 1))];
        var batch = TokenBatch.Create(
            RaggedTokens.Build(vectors, Tokenizer, new(10), LabelEncoder.For(TaskType.SequenceRegression, vectors)), [0, 1]);
        Assert.Equal([0.5f, 0, 1, 2], batch.Targets!);
        Assert.Equal([1f, 0, 1, 1], batch.TargetMask!);
        Example[] bases = [Written.Example("AC", new VectorLabel([1, 2, 3, 4], 2)), Written.Example("A", new VectorLabel([5, 6], 2))];
        var perBase = TokenBatch.Create(
            RaggedTokens.Build(bases, Tokenizer, new(10), LabelEncoder.For(TaskType.TokenRegression, bases)), [0, 1]);
        Assert.Equal([0f, 0, 1, 2, 3, 4, 0, 0, 0, 0, 5, 6, 0, 0, 0, 0], perBase.Targets!);
        Assert.Equal([0f, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 0, 0], perBase.TargetMask!);
    }

    [Fact]
    public void BatchesArePaddedToTheirLongestRow()
    {
        var tokens = RaggedTokens.Build([Written.Structure("AUGC", "(.)."), Written.Structure("A", ".")], Tokenizer, new(10), Brackets);
        var batch = TokenBatch.Create(tokens, [0, 1]);
        Assert.Equal([0L, 4, 9, 6, 5, 2, 0, 4, 2, 1, 1, 1], batch.InputIds);
        Assert.Equal([1L, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0], batch.AttentionMask);
        Assert.Equal([-100L, 0, 2, 1, 2, -100, -100, 2, -100, -100, -100, -100], batch.Classes!);
        Assert.Equal((9L, 12L, 2, 6), (batch.TokensNeeded, batch.TokensComputed, batch.Rows, batch.Length));
    }
}
