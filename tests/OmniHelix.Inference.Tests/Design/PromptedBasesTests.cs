using OmniHelix.Inference.Design;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Rna;
using OmniHelix.Rna.Design;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Inference.Tests.Design;

/// <summary>What a masked language model says of hidden bases for a structure.</summary>
public sealed class PromptedBasesTests : IDisposable
{
    private const string Target = "((((....))))";

    private static readonly SecondaryStructure Structure = SecondaryStructure.Parse(Target);

    private readonly TemporaryFolder folder = new();

    public PromptedBasesTests() =>
        ModelFolder.Write(folder["lm"], SmallModel.Config, TaskType.MaskedLanguageModel, new OmniModelOptions());

    public void Dispose() => folder.Dispose();

    [Fact]
    public void TheModelReadsTheSequenceAndTheStructureBehindIt()
    {
        using var model = Open("lm");
        var bases = new PromptedBases(model, Structure);

        var answer = bases.Of(["ANGUNNACGUAC"], default).Single();

        // <cls>, A mask G U mask mask A C G U A C, <eos>, ( ( ( ( . . . . ) ) ) ), <eos>.
        long[] ids = [0, 4, 23, 6, 9, 23, 23, 4, 5, 6, 9, 4, 5, 2, 16, 16, 16, 16, 18, 18, 18, 18, 17, 17, 17, 17, 2];
        Assert.Null(bases.Note);
        Assert.Equal(3, answer.Length);
        foreach (var (at, probabilities) in new[] { 2, 5, 6 }.Zip(answer))
        {
            var scores = Scores(model, ids, at);
            double[] weights = [.. new[] { 4, 5, 6, 9 }.Select(id => Math.Exp(scores[id]))];
            Assert.Equal(1, probabilities.Sum(), 9);
            Assert.All(weights.Zip(probabilities), pair => Assert.Equal(pair.First / weights.Sum(), pair.Second, 5));
        }
    }

    [Fact]
    public void AnswersDoNotDependOnTheBatches()
    {
        using var model = Open("lm");
        string[] sequences = ["NNNNNNNNNNNN", "ACGUACGUACGU", "NCGUACGUACGN", "GGGGNNNNCCCC"];

        var alone = new PromptedBases(model, Structure, new() { BatchSize = 1 }).Of(sequences, default);
        var together = new PromptedBases(model, Structure).Of(sequences, default);

        Assert.Equal([12, 0, 2, 4], alone.Select(answer => answer.Length));
        Assert.Equal(Flat(alone).Count, Flat(together).Count);
        Assert.All(Flat(alone).Zip(Flat(together)), pair => Assert.Equal(pair.First, pair.Second, 4));

        static List<double> Flat(IReadOnlyList<double[][]> answers) => [.. answers.SelectMany(one => one).SelectMany(one => one)];
    }

    [Fact]
    public void TheStructureChangesWhatIsExpected()
    {
        using var model = Open("lm");

        var one = new PromptedBases(model, Structure).Of(["NNNNNNNNNNNN"], default)[0];
        var other = new PromptedBases(model, SecondaryStructure.Parse("..((....))..")).Of(["NNNNNNNNNNNN"], default)[0];

        Assert.NotEqual(one[0], other[0]);
    }

    [Fact]
    public void ModelsOfDnaProposeRnaWithoutReadingTheStructure()
    {
        WriteVocabulary("dna", ["<cls>", "<pad>", "<eos>", "<unk>", "<mask>", "A", "C", "G", "T", "N"]);
        using var model = Open("dna");
        var bases = new PromptedBases(model, Structure);

        Assert.Contains("no symbols for structures", bases.Note, StringComparison.Ordinal);
        var scores = Scores(model, [0, 5, 4, 8, .. Enumerable.Repeat(6L, 9), 2], 2);
        double[] weights = [.. Enumerable.Range(5, 4).Select(id => Math.Exp(scores[id]))];
        var answer = Assert.Single(bases.Of(["ANUCCCCCCCCC"], default)[0]);
        Assert.All(weights.Zip(answer), pair => Assert.Equal(pair.First / weights.Sum(), pair.Second, 5));
        var result = new RnaDesigner(Structure, new() { Prior = new() { Share = 1 }, Count = 3 }, bases).Run();
        Assert.Equal(3, result.Sequences.Count);
        Assert.All(result.Sequences, one => Assert.All(one.Sequence, letter => Assert.Contains(letter, "ACGU")));
    }

    [Fact]
    public void ThePromptHasToFit()
    {
        using var model = Open("lm");
        // 2 · 15 + 3 tokens of 34 fit, 2 · 16 + 3 do not.
        _ = new PromptedBases(model, SecondaryStructure.Unpaired(15));

        var thrown = Assert.Throws<OmniException>(() => new PromptedBases(model, SecondaryStructure.Unpaired(16)));

        Assert.Equal("OH5331", thrown.Code);
        Assert.Contains("35 tokens", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ModelsThatCannotBeAskedAreRefused()
    {
        WriteVocabulary("no mask", ["<cls>", "<pad>", "<eos>", "<unk>", "A", "C", "G", "U"]);
        Assert.Equal("OH5020", Code("no mask"));
        WriteVocabulary("words", Kmers.Tokenizer(3, withEnd: true));
        Assert.Equal("OH5330", Code("words"));
        WriteVocabulary("protein", ["<cls>", "<pad>", "<eos>", "<unk>", .. "LAGVSERTIDPKQNFYMHWC".Select(one => $"{one}"), "<mask>"]);
        Assert.Equal("OH5330", Code("protein"));
        ModelFolder.Write(
            folder["classes"], SmallModel.Config, TaskType.TokenClassification, new OmniModelOptions { LabelNames = ["(", ")", "."] });
        using var classes = PretrainedModel.Open(folder["classes"], new());
        Assert.Equal("OH5320", Assert.Throws<UsageException>(() => new PromptedBases(classes, Structure)).Code);

        string Code(string name)
        {
            using var model = Open(name);
            return Assert.ThrowsAny<OmniException>(() => new PromptedBases(model, Structure)).Code;
        }
    }

    [Fact]
    public void ScoresThatAreNoNumbersAreNotDrawnFrom()
    {
        Spoiled.Put(folder["lm"], "lm_head.dense.weight", float.NaN);
        using var model = Open("lm");

        var thrown = Assert.Throws<OmniException>(() => new PromptedBases(model, Structure).Of(["NNNNNNNNNNNN"], default));

        Assert.Equal("OH5305", thrown.Code);
    }

    [Fact]
    public void TheOriginalTakesTheLikeliestTokenOrAnyBase()
    {
        using var model = Open("lm");
        var bases = new OriginalBases(model, Structure);
        string[] sequences = [.. Enumerable.Range(0, 40).Select(i => $"N{SmallModel.Sequence(5, i)}N{SmallModel.Sequence(5, i + 50)}")];

        var answers = bases.Of(sequences, default);

        var seen = new HashSet<bool>();
        foreach (var (sequence, answer) in sequences.Zip(answers))
        {
            // Its working letter is T.
            long[] ids = [0, .. sequence.Select(letter => (long)"????ACGU?????????".IndexOf(letter, StringComparison.Ordinal)), 2];
            for (var at = 0; at < ids.Length; at++) ids[at] = ids[at] < 0 ? 23 : ids[at];
            ids = [.. ids, .. Target.Select(symbol => symbol switch { '(' => 16L, ')' => 17, _ => 18 }), 2];
            var scores = Scores(model, ids, 1);
            var token = model.Tokenizer.TokenOf(Array.IndexOf(scores, scores.Max())).ToUpperInvariant();
            var isBase = token is "A" or "C" or "G" or "T";
            double[] expected = isBase ? [.. "ACGT".Select(letter => token[0] == letter ? 1.0 : 0)] : [0.25, 0.25, 0.25, 0.25];
            Assert.Equal(expected, answer[0]);
            seen.Add(isBase);
        }
        Assert.Equal(2, seen.Count);
    }

    [Fact]
    public void TheOriginalCutsStructuresOffWithANote()
    {
        using var model = Open("lm");

        var bases = new OriginalBases(model, SecondaryStructure.Unpaired(20));

        Assert.Contains("34 tokens: the last 9 symbols", bases.Note, StringComparison.Ordinal);
        Assert.Equal(20, bases.Of([new string('N', 20)], default)[0].Length);
        // The sequence alone has to fit.
        Assert.Equal("OH5331", Assert.Throws<OmniException>(() => new OriginalBases(model, SecondaryStructure.Unpaired(33))).Code);
    }

    private PretrainedModel Open(string name) => PretrainedModel.Open(folder[name], new(), TaskType.MaskedLanguageModel);

    private void WriteVocabulary(string name, string[] tokens)
    {
        Directory.CreateDirectory(folder[name]);
        File.WriteAllLines(folder[name, "vocab.txt"], tokens);
        WriteVocabulary(name, OmniTokenizer.FromPretrained(folder[name]));
    }

    private void WriteVocabulary(string name, OmniTokenizer tokenizer)
    {
        var config = SmallModel.Config with { VocabularySize = tokenizer.VocabularySize };
        using (var model = OmniModel.Create(config, TaskType.MaskedLanguageModel, new(), seed: 2)) model.SavePretrained(folder[name]);
        tokenizer.SavePretrained(folder[name]);
    }

    private static float[] Scores(PretrainedModel model, long[] ids, int at)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        return model.Model.Forward(new ModelInput(Tensor.From<long>(ids, [1, ids.Length]))).Logits.Select(0, 0).Select(0, at)
            .ToArray<float>();
    }
}
