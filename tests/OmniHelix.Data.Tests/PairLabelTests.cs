using OmniHelix.Data.Labels;
using OmniHelix.Data.Records;
using OmniHelix.Data.Tokens;
using OmniHelix.Tokenizers;

namespace OmniHelix.Data.Tests;

public sealed class PairLabelTests : IDisposable
{
    private const string Sequence = "GGGAAACCC";

    private static readonly LabelEncoder Contacts = new(TaskType.PairClassification, new LabelMap(["apart", "contact"]), 0);
    private static readonly LabelEncoder Distances = new(TaskType.PairRegression, null, 1);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("\"(((...)))\"")]
    [InlineData("[[0, 8], [1, 7], [2, 6]]")]
    [InlineData("[[8, 0], [1, 7], [7, 1], [2, 6], [4, 4], [0, 1]]")]
    [InlineData("[[0, 8, 1], [1, 7, 1], [6, 2, 1], [0, 7, 0]]")]
    [InlineData("[\"(\", \"(\", \"(\", \".\", \".\", \".\", \")\", \")\", \")\"]")]
    public void ContactsAreWrittenInMoreThanOneWay(string label)
    {
        var (values, _) = Values(Contacts, label);
        for (var i = 0; i < 9; i++)
            for (var j = 0; j < 9; j++)
                Assert.Equal(j - i < 4 ? float.NaN : i + j == 8 && i < 3 ? 1 : 0, values[i * 9 + j]);
    }

    [Fact]
    public void AMatrixIsReadAsItStands()
    {
        string[] rows = [.. Enumerable.Range(0, 9).Select(i => "[" + string.Join(
            ", ", Enumerable.Range(0, 9).Select(j => i == 0 && j == 5 ? "null" : i == 5 && j == 0 ? "1" : j == 7 && i == 1 ? "-100"
                : i == 7 && j == 1 ? "null" : i + j == 8 ? "1" : "0")) + "]")];
        var (values, _) = Values(Contacts, $"[{string.Join(", ", rows)}]");
        Assert.Equal(1, values[5]);
        Assert.Equal(float.NaN, values[9 + 7]);
        Assert.Equal(1, values[8]);
        Assert.Equal(0, values[7]);
        Assert.Equal(float.NaN, values[3]);
    }

    [Fact]
    public void NumbersThatNobodyKnowsDoNotCount()
    {
        var (values, targets) = Values(Distances, "[[0, 1, 3.5], [8, 2, 12.25], [3, 4, null], [4, 5, -100]]");
        Assert.Equal(3.5f, values[1]);
        Assert.Equal(12.25f, values[2 * 9 + 8]);
        Assert.Equal(79, values.Count(float.IsNaN));
        // Special tokens stand around the bases.
        Assert.Equal(3.5f, targets[1 * 11 + 2]);
        Assert.Equal(12.25f, targets[3 * 11 + 9]);
        Assert.Equal(119, targets.Count(float.IsNaN));
    }

    [Theory]
    [InlineData("[[0, 9]]", "OH1305")]
    [InlineData("[[-1, 3]]", "OH1305")]
    [InlineData("[[0.5, 3]]", "OH1305")]
    [InlineData("[[null, 3]]", "OH1305")]
    [InlineData("[[0, 1e30]]", "OH1305")]
    [InlineData("[[0, 5, 1], [5, 0, 0]]", "OH1306")]
    [InlineData("[[0, 5, 2]]", "OH1304")]
    [InlineData("[[0, 5, -1]]", "OH1304")]
    [InlineData("[0, 1, 0, 1, 0, 1, 0, 1, 0]", "OH1304")]
    [InlineData("0.5", "OH1304")]
    [InlineData("\"(((...))\"", "OH1302")]
    [InlineData("\"(((...))(\"", "OH1802")]
    [InlineData("\"(((...))~\"", "OH1801")]
    [InlineData("[[0, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]", "OH1302")]
    [InlineData("[[0, 1, 0, 0]]", "OH1302")]
    [InlineData("null", "OH1303")]
    public void LabelsThatMakeNoSenseAreRefusedWithTheirPlace(string label, string code)
    {
        var error = Assert.ThrowsAny<OmniException>(() => Contacts.Check([Read(label)]));
        Assert.Equal(code, error.Code);
        Assert.Contains("a.jsonl:1", error.Place ?? error.Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[[0, 1], [2, 3]]")]
    [InlineData("\"(((...)))\"")]
    public void DistancesNeedNumbers(string label) =>
        Assert.Equal("OH1304", Assert.Throws<OmniException>(() => Distances.Check([Read(label)])).Code);

    [Fact]
    public void AMatrixThatIsNotSymmetricSaysWhere()
    {
        var rows = Enumerable.Range(0, 9)
            .Select(i => "[" + string.Join(", ", Enumerable.Range(0, 9).Select(j => i == 2 && j == 7 ? 1 : 0)) + "]");
        var error = Assert.Throws<OmniException>(() => Contacts.Check([Read($"[{string.Join(", ", rows)}]")]));
        Assert.Equal("OH1306", error.Code);
        Assert.Contains("the pair 2, 7 has two values, 1 and 0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TheLeastDistanceIsWhatOneSays()
    {
        var near = LabelEncoder.For(TaskType.PairClassification, [], minDistance: 1);
        Assert.Equal(36, Values(near, "[[0, 8], [3, 4]]").Values.Count(value => !float.IsNaN(value)));
        Assert.Equal(1, Values(near, "[[0, 8], [3, 4]]").Values[3 * 9 + 4]);
        Assert.Equal(4, LabelEncoder.For(TaskType.PairClassification, []).MinDistance);
        Assert.Equal("OH1605", Assert.Throws<UsageException>(
            () => LabelEncoder.For(TaskType.PairClassification, [], new LabelMap(["a", "b", "c"]))).Code);
    }

    [Fact]
    public void RowsOfABatchLieInTheCornersOfItsMatrices()
    {
        var store = Store([Read("[[0, 8]]"), Read("[[0, 4]]", "GGACC")]);
        var batch = TokenBatch.Create(store, [0, 1]);
        Assert.Equal(11, batch.Length);
        Assert.Equal(2 * 121, batch.Classes!.Length);
        Assert.Equal(1, batch.Classes[1 * 11 + 9]);
        Assert.Equal(1, batch.Classes[121 + 1 * 11 + 5]);
        Assert.Equal(1 + 15 - 1 + 1, batch.Classes.Count(id => id >= 0));
        var record = store.Records().Last();
        float[][] outputs = [new float[121], [.. Enumerable.Range(0, 49).Select(i => (float)i)]];
        Assert.Equal([8, 9, 10, 11, 12, 15, 16], record.PerPair(outputs)[..7]);
        Assert.Equal(1, record.TruePairs()[4]);
    }

    [Fact]
    public void ATruncatedSequenceKeepsThePairsThatAreLeft()
    {
        var store = RaggedTokens.Build(
            [Read("[[0, 8], [0, 5]]")], OmniTokenizer.OmniGenome(), new LengthOptions(8, LengthPolicy.Truncate), Contacts);
        Assert.Equal(8 * 8, store.Classes(0).Length);
        Assert.Equal([1], store.Classes(0).ToArray().Where(id => id > 0));
        var windows = new LengthOptions(8, LengthPolicy.Window, 2);
        Assert.Equal("OH1401", Assert.Throws<OmniException>(
            () => RaggedTokens.Build([Read("[[0, 8]]")], OmniTokenizer.OmniGenome(), windows, Contacts)).Code);
    }

    [Fact]
    public void WordsOfSeveralBasesAreRefused()
    {
        var error = Assert.Throws<OmniException>(() => RaggedTokens.Build(
            [Read("[[0, 8]]")], Kmers.Tokenizer(3, withEnd: true), new LengthOptions(64), Contacts));
        Assert.Equal("OH1307", error.Code);
        Assert.Contains("base 1 has no token of its own", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void PairsOfSequencesHaveNoMatrix() =>
        Assert.Equal("OH1304", Assert.Throws<OmniException>(() => Contacts.Check([Read("[[0, 8]]") with { Pair = "ACGU" }])).Code);

    [Fact]
    public void NobodyTakesAMatrixForSomethingElse()
    {
        var guess = new TaskGuess();
        guess.Add(Read("[[0, 8], [1, 7]]").Label, 9);
        Assert.Null(guess.Task);
    }

    private Example Read(string label, string sequence = Sequence) =>
        folder.Read("a.jsonl", $$"""{"sequence": "{{sequence}}", "label": {{label}}}""" + "\n").Single();

    private static RaggedTokens Store(IReadOnlyList<Example> examples, LabelEncoder? labels = null) =>
        RaggedTokens.Build(examples, OmniTokenizer.OmniGenome(), new LengthOptions(64), labels ?? Contacts);

    private (float[] Values, float[] Targets) Values(LabelEncoder labels, string label)
    {
        var example = Read(label);
        labels.Check([example]);
        return (labels.Pairs(example, 9), Store([example], labels).Targets(0).ToArray());
    }
}
