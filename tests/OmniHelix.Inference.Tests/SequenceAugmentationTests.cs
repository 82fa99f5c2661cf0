using System.Text.Json.Nodes;
using OmniHelix.Inference.Augmentation;
using OmniHelix.Models;
using OmniHelix.Models.Backbones;
using OmniHelix.Tokenizers;
using OmniHelix.Torch;

namespace OmniHelix.Inference.Tests;

public sealed class SequenceAugmentationTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public SequenceAugmentationTests() =>
        ModelFolder.Write(folder["lm"], SmallModel.Config, TaskType.MaskedLanguageModel, new OmniModelOptions());

    public void Dispose() => folder.Dispose();

    [Fact]
    public void VariantsAreDifferentAsLongAndChangeNoMoreThanWasHidden()
    {
        var sequences = Enumerable.Range(0, 6).Select(i => SmallModel.Sequence(20 + i, i)).ToList();
        foreach (var record in Augment(sequences, new() { Count = 4, NoiseRatio = 0.2 }))
        {
            var original = record.Example.Sequence;
            Assert.Equal(4, record.Variants.Count);
            Assert.Distinct([original, .. record.Variants]);
            Assert.All(record.Variants, variant =>
            {
                Assert.Equal(original.Length, variant.Length);
                Assert.All(variant, letter => Assert.Contains(letter, "ACGU"));
                Assert.InRange(variant.Zip(original).Count(pair => pair.First != pair.Second), 1, (int)(original.Length * 0.2));
            });
        }
    }

    [Fact]
    public void TheSameComesOutWhateverTheBatchesAndTheSeedDecides()
    {
        var sequences = Enumerable.Range(0, 9).Select(i => SmallModel.Sequence(8 + 2 * i, i)).ToList();
        var options = new AugmentationOptions { Count = 3 };
        var one = Texts(Augment(sequences, options, new() { BatchSize = 1 }));
        Assert.Equal(one, Texts(Augment(sequences, options, new() { BatchSize = 7 })));
        Assert.Equal(one, Texts(Augment(sequences, options, new() { TokenBudget = 64, ChunkRecords = 4 })));
        Assert.NotEqual(one, Texts(Augment(sequences, options with { Seed = 43 })));
    }

    [Fact]
    public void ScoresThatAreNoNumbersAreNotDrawnFrom()
    {
        const string Damaged = "lm_head.dense.weight";
        Spoiled.Put(folder["lm"], Damaged, float.NaN);
        foreach (var record in Augment(["ACGUACGU", "GGGGCCCC"], new() { Count = 2 }))
        {
            Assert.Empty(record.Variants);
            Assert.Equal("OH5305", record.Error?.Code);
            Assert.Contains($"'{Damaged}'", record.Error!.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void OfAShortSequenceThereAreOnlySoMany()
    {
        using var model = Open("lm");
        var augmentation = new SequenceAugmentation(model, new() { Count = 10, Temperature = 50 });
        using var input = InferenceInput.FromSequences(["U", SmallModel.Sequence(30)]);
        var records = augmentation.Run(input).ToList();
        Assert.Equal(["A", "C", "G"], records[0].Variants.Order());
        Assert.Equal(10, records[1].Variants.Count);
        Assert.Equal((1, 13), (augmentation.Short, augmentation.Variants));
    }

    [Theory]
    [InlineData("ACGTACGTACGTTTT", "ACGT")]
    [InlineData("ACGUACGUACGUUUU", "ACGU")]
    [InlineData("acgtacgtacgtttt", "acgt")]
    public void LettersStayThoseOfTheSequence(string sequence, string letters)
    {
        var variants = Augment([sequence], new() { Count = 12, NoiseRatio = 0.5, Temperature = 10 }).Single().Variants;
        Assert.All(string.Concat(variants), letter => Assert.Contains(letter, letters));
        Assert.Equal(letters.Length, string.Concat(variants).Distinct().Count());
    }

    [Fact]
    public void NIsFilledInWhereItMayBe()
    {
        var options = new AugmentationOptions { Count = 8, NoiseRatio = 0.6, Temperature = 100 };
        Assert.DoesNotContain('N', string.Concat(Augment([SmallModel.Sequence(30)], options).Single().Variants));
        Assert.Contains('N', string.Concat(Augment([SmallModel.Sequence(30)], options with { AllowN = true }).Single().Variants));
    }

    [Fact]
    public void OfTheLikeliestAloneTheModelFillsInWhatItPredicts()
    {
        using var model = Open("lm");
        var sequence = SmallModel.Sequence(9);
        // One letter is hidden.
        var variant = Augment([sequence], new() { NoiseRatio = 0.12, TopK = 1 }).Single().Variants.Single();
        var at = Assert.Single(Enumerable.Range(0, sequence.Length), i => variant[i] != sequence[i]);
        long[] ids = [.. model.Tokenizer.Tokenize(sequence).Ids.Select(id => (long)id)];
        ids[at + 1] = model.Tokenizer.Special.Mask!.Value;
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var scores = model.Model.Forward(new ModelInput(Tensor.From<long>(ids, [1, ids.Length]))).Logits.Select(0, 0).Select(0, at + 1)
            .ToArray<float>();
        Assert.Equal("ACGU".MaxBy(letter => scores[model.Tokenizer.IdOf(letter.ToString())!.Value]), variant[at]);
    }

    [Fact]
    public void TokensOfSeveralLettersAreExchangedForTokensOfAsMany()
    {
        var tokenizer = Kmers.Tokenizer(3, withEnd: true);
        var config = SmallModel.Config with { VocabularySize = tokenizer.VocabularySize };
        using (var model = OmniModel.Create(config, TaskType.MaskedLanguageModel, new(), seed: 2)) model.SavePretrained(folder["words"]);
        tokenizer.SavePretrained(folder["words"]);
        const string Sequence = "ACGTACGGTTACACGATTA";
        var variants = Augment([Sequence], new() { Count = 5, NoiseRatio = 0.4 }, model: "words").Single().Variants;
        Assert.Equal(5, variants.Count);
        Assert.All(variants, variant =>
        {
            Assert.Equal(Sequence.Length, variant.Length);
            Assert.All(variant, letter => Assert.Contains(letter, "ACGT"));
            // Whole words change, and the others stay.
            var words = Enumerable.Range(0, 6).Count(word => variant.Substring(word * 3, 3) != Sequence.Substring(word * 3, 3));
            Assert.InRange(words + (variant[^1] == Sequence[^1] ? 0 : 1), 1, (int)(7 * 0.4));
        });
    }

    [Fact]
    public void OfProteinsTheTwentyResiduesAreFilledIn()
    {
        const string Residues = "ACDEFGHIKLMNPQRSTVWY", Others = "XBUZO";
        Directory.CreateDirectory(folder["protein"]);
        string[] tokens = ["<cls>", "<pad>", "<eos>", "<unk>", .. $"{Residues}{Others}".Select(letter => $"{letter}"), "<mask>"];
        File.WriteAllLines(folder["protein", "vocab.txt"], tokens);
        File.WriteAllText(folder["protein", "tokenizer_config.json"], """{"tokenizer_class":"EsmTokenizer"}""");
        var config = SmallModel.Config with { VocabularySize = tokens.Length };
        using (var model = OmniModel.Create(config, TaskType.MaskedLanguageModel, new(), seed: 2)) model.SavePretrained(folder["protein"]);
        const string Sequence = "MKUVLAAGVVMKUVLAAGVV";
        var options = new AugmentationOptions { Count = 40, NoiseRatio = 0.9, Temperature = 100 };
        var variants = Augment([Sequence], options, model: "protein").Single().Variants;
        Assert.All(variants, variant => Assert.Equal(Sequence.Length, variant.Length));
        // Of the letters that are no residue of the twenty only selenocysteine stays where it stood.
        Assert.Equal(Residues.Append('U').Order(), string.Concat(variants).Distinct().Order());
    }

    [Fact]
    public void LongSequencesAreReadInWindows()
    {
        var sequence = SmallModel.Sequence(100);
        var alone = Augment([sequence], new()).Single();
        Assert.Equal("OH1401", alone.Error!.Code);
        var how = new InferenceOptions { LongSequences = Data.Tokens.LengthPolicy.Window, WindowOverlap = 8 };
        var variant = Augment([sequence], new() { NoiseRatio = 0.3 }, how).Single().Variants.Single();
        Assert.Equal(100, variant.Length);
        var changed = Enumerable.Range(0, 100).Where(i => variant[i] != sequence[i]).ToList();
        Assert.Contains(changed, i => i < 30);
        Assert.Contains(changed, i => i > 70);
    }

    [Fact]
    public void ARecordThatCannotBeUsedFailsAlone()
    {
        var records = Augment(["ACGUACGU", "MKVLLAWPTRS", "ACGUACGU"], new());
        Assert.Equal([null, "OH1402", null], records.Select(record => record.Error?.Code));
        Assert.Empty(records[1].Variants);
        // Of the same letters in two records each gets its own.
        Assert.NotEqual(records[0].Variants, records[2].Variants);
    }

    [Fact]
    public void LabelsAndColumnsStayBesideTheNewSequence()
    {
        folder.Write("x.jsonl", """
            {"id":"first","seq":"ACGUACGUACGU","label":"(((....)))..","score":1.5}
            {"id":"second","seq":"GGGGCCCC","label":"((()))..","score":null}

            """);
        using var augmenter = new OmniModelForAugmentation(folder["lm"], instanceNum: 2);
        augmenter.AugmentFromFile(folder["x.jsonl"], folder["y.jsonl"]);
        var lines = File.ReadAllLines(folder["y.jsonl"]).Select(line => JsonNode.Parse(line)!.AsObject()).ToList();
        Assert.Equal(["first", "first", "second", "second"], lines.Select(line => (string?)line["id"]));
        Assert.Equal("(((....)))..", (string?)lines[1]["label"]);
        Assert.Equal(1.5, (double?)lines[1]["score"]);
        Assert.True(lines[2].ContainsKey("score"));
        Assert.Equal([12, 12, 8, 8], lines.Select(line => ((string)line["aug_seq"]!).Length));
        Assert.DoesNotContain(lines, line => line.ContainsKey("seq") || ((string)line["aug_seq"]!).Contains(' ', StringComparison.Ordinal));

        augmenter.AugmentFromFile(folder["x.jsonl"], folder["y.fasta"]);
        Assert.Equal([">first_1", ">first_2", ">second_1", ">second_2"], File.ReadLines(folder["y.fasta"]).Where(l => l[0] == '>'));
        Assert.Equal("OH2032", Assert.Throws<UsageException>(() => AugmentedFile.RequireName("y.png")).Code);
    }

    [Fact]
    public void TheNamesOfOmniGenBenchGiveTheSame()
    {
        using var augmenter = new OmniModelForAugmentation(folder["lm"], noiseRatio: 0.3, instanceNum: 3);
        var sequence = SmallModel.Sequence(20);
        var variants = augmenter.Augment(sequence);
        Assert.Equal(3, variants.Count);
        Assert.Equal(variants, Augment([sequence], new() { NoiseRatio = 0.3, Count = 3 }).Single().Variants);
        Assert.Single(augmenter.Augment(sequence, 1));
        Assert.Equal(augmenter.Augment(sequence, 1)[0], augmenter.AugmentSequence(sequence));
        Assert.Equal([3, 3], augmenter.AugmentSequences([sequence, sequence + "A"]).Select(found => found.Count));
    }

    [Fact]
    public void WhatCannotBeIsRefused()
    {
        ModelFolder.Write(folder["head"], SmallModel.Config, TaskType.SequenceRegression, new OmniModelOptions());
        using var head = PretrainedModel.Open(folder["head"], new());
        Assert.Equal("OH5320", Assert.Throws<UsageException>(() => new SequenceAugmentation(head, new())).Code);
        using var model = Open("lm");
        foreach (var wrong in new AugmentationOptions[] { new() { NoiseRatio = 0 }, new() { NoiseRatio = 1.1 }, new() { Count = 0 },
            new() { Temperature = 0 }, new() { Temperature = double.NaN }, new() { TopK = 0 } })
            Assert.Equal("OH5321", Assert.Throws<UsageException>(() => new SequenceAugmentation(model, wrong)).Code);

        var overlapping = GenomicTokenizers.Dnabert(kmer: 3);
        var config = SmallModel.Config with { VocabularySize = overlapping.VocabularySize };
        using (var made = OmniModel.Create(config, TaskType.MaskedLanguageModel, new(), seed: 2)) made.SavePretrained(folder["kmers"]);
        overlapping.SavePretrained(folder["kmers"]);
        Assert.Equal("OH5322", Augment(["ACGTACGT"], new(), model: "kmers").Single().Error!.Code);
    }

    private PretrainedModel Open(string name) => PretrainedModel.Open(folder[name], new(), TaskType.MaskedLanguageModel);

    private List<AugmentedRecord> Augment(
        IEnumerable<string> sequences, AugmentationOptions options, InferenceOptions? how = null, string model = "lm")
    {
        using var opened = Open(model);
        using var input = InferenceInput.FromSequences(sequences);
        return [.. new SequenceAugmentation(opened, options, how).Run(input)];
    }

    private static List<string> Texts(List<AugmentedRecord> records) => [.. records.SelectMany(record => record.Variants)];
}
