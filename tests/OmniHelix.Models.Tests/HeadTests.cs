using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmniHelix.Models.Backbones;
using OmniHelix.Models.Heads;
using OmniHelix.Torch;
using OmniHelix.Torch.Checkpoints;

namespace OmniHelix.Models.Tests;

public class HeadTests
{
    private static readonly string[] Classes =
    [
        "OmniGenomeModel",
        "OmniGenomeForTokenClassification",
        "OmniGenomeForMaskedLM",
        "OmniGenomeModelForSeq2SeqLM",
        "OmniGenomeForTSequenceClassification",
        "OmniGenomeForTokenClassificationWith2DStructure",
        "OmniGenomeForSequenceClassificationWith2DStructure",
    ];

    private static readonly OmniModelOptions Three = new() { LabelNames = ["(", ")", "."], SpecialTokens = [0, 1, 2] };

    public static TheoryData<TaskType, Pooling, HeadLayout> Heads()
    {
        var all = new TheoryData<TaskType, Pooling, HeadLayout>
        {
            { TaskType.TokenClassification, Pooling.Mean, HeadLayout.Linear },
            { TaskType.TokenClassification, Pooling.Mean, HeadLayout.OmniGenBench },
            { TaskType.TokenRegression, Pooling.Mean, HeadLayout.Linear },
            { TaskType.MaskedLanguageModel, Pooling.Mean, HeadLayout.Linear },
            { TaskType.MultiLabelClassification, Pooling.Max, HeadLayout.Linear },
            { TaskType.SequenceRegression, Pooling.Attention, HeadLayout.Linear },
            { TaskType.SequenceRegression, Pooling.Cls, HeadLayout.OmniGenBench },
        };
        foreach (var pooling in Enum.GetValues<Pooling>()) all.Add(TaskType.SequenceClassification, pooling, HeadLayout.Linear);
        all.Add(TaskType.SequenceClassification, Pooling.Cls, HeadLayout.Dense);
        all.Add(TaskType.SequenceClassification, Pooling.Mean, HeadLayout.Dense);
        all.Add(TaskType.SequenceClassification, Pooling.Cls, HeadLayout.OmniGenBench);
        return all;
    }

    [Theory]
    [MemberData(nameof(Heads))]
    public void SavedAndLoadedModelsPredictTheSame(TaskType task, Pooling pooling, HeadLayout layout)
    {
        using var folder = new TemporaryFolder();
        using var scope = new TensorScope();
        var options = Three with
        {
            Pooling = pooling,
            Layout = layout,
            Dropout = 0.25,
            ClassWeights = Classifies(task) ? [1, 2, 0.5] : null,
            DoubleSoftmax = layout == HeadLayout.OmniGenBench && Classifies(task),
        };
        using var model = OmniModel.Create(Small.Config, task, options, seed: 9);
        model.Eval();
        var input = Small.Batch([0, 4, 5, 6, 9, 2], [0, 4, 2]);
        var before = model.Forward(input).Logits.ToArray<float>();
        model.SavePretrained(folder["saved"]);
        using var loaded = OmniModel.FromPretrained(folder["saved"]);
        Assert.Equal(before, loaded.Forward(input).Logits.ToArray<float>());
        Assert.Equal(task, loaded.Task);
        Assert.Equal(model.LabelNames, loaded.LabelNames);
        var read = loaded.Options with { LabelNames = model.Options.LabelNames };
        Assert.Equal(JsonSerializer.Serialize(model.Options), JsonSerializer.Serialize(read));
        Assert.Empty(loaded.LoadReport!.Unused);
        Assert.Empty(loaded.LoadReport.Fresh);
    }

    [Fact]
    public void AnEmbeddingModelSavesAndLoads()
    {
        using var folder = new TemporaryFolder();
        using var scope = new TensorScope();
        using var model = OmniModel.Create(Small.Config, TaskType.Embedding, new(), seed: 9);
        model.SavePretrained(folder.Path);
        using var loaded = OmniModel.FromPretrained(folder.Path);
        var input = Small.Batch([0, 4, 5, 2]);
        Assert.Equal(model.Forward(input).LastHiddenState.ToArray<float>(), loaded.Forward(input).LastHiddenState.ToArray<float>());
        Assert.Equal("OH3601", Assert.Throws<OmniException>(() => loaded.Forward(input).Logits).Code);
        Assert.Equal("OH3601", Assert.Throws<OmniException>(() => loaded.Loss(loaded.Forward(input), input.InputIds)).Code);
    }

    [Fact]
    public void AModelCanBeSavedOverTheFileItsWeightsLieIn()
    {
        using var folder = new TemporaryFolder();
        using var scope = new TensorScope();
        using (var model = OmniModel.Create(Small.Config, TaskType.TokenClassification, Three, seed: 9)) model.SavePretrained(folder.Path);
        using var loaded = OmniModel.FromPretrained(folder.Path);
        var input = Small.Batch([0, 4, 5, 2]);
        var before = loaded.Forward(input).Logits.ToArray<float>();
        loaded.SavePretrained(folder.Path);
        Assert.Equal(before, loaded.Forward(input).Logits.ToArray<float>());
        using var again = OmniModel.FromPretrained(folder.Path);
        Assert.Equal(before, again.Forward(input).Logits.ToArray<float>());
    }

    [Fact]
    public void APlaceThatCannotBeWrittenIsNamed()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["file"], "");
        using var model = OmniModel.Create(Small.Config, TaskType.Embedding, new(), seed: 9);
        Assert.Equal("OH6002", Assert.Throws<OmniException>(() => model.SavePretrained(folder["file"])).Code);
    }

    [Fact]
    public void TokenClassifiersAreSavedAsTransformersExpectsThem()
    {
        using var folder = new TemporaryFolder();
        using var model = OmniModel.Create(Small.Config with { ModelType = "esm" }, TaskType.TokenClassification, Three, seed: 9);
        model.SavePretrained(folder.Path);
        var config = Goldens.Config(folder.Path);
        Assert.Equal("EsmForTokenClassification", config.GetProperty("architectures")[0].GetString());
        Assert.Equal(")", config.GetProperty("id2label").GetProperty("1").GetString());
        using var weights = Checkpoint.Open(folder.Path);
        Assert.Contains("esm.encoder.layer.0.attention.self.query.weight", weights.Names);
        Assert.Contains("classifier.weight", weights.Names);
    }

    [Theory]
    [InlineData("omnibench-tokcls", "OmniModelForTokenClassification", "token_classification")]
    [InlineData("omnibench-seqcls", "OmniModelForSequenceClassification", "sequence_classification")]
    public void AFolderFineTunedByOmniGenBenchLoadsFromItsPyTorchFile(string golden, string model, string task)
    {
        using var folder = new TemporaryFolder();
        using var scope = new TensorScope();
        File.Copy(Path.Combine(Goldens.Encoder(golden), "config.json"), folder["config.json"]);
        File.WriteAllText(folder["metadata.json"], $$"""
            {"library_name":"OMNIGENBENCH","model_cls":"{{model}}","custom_attrs":{"num_labels":3,"label2idx":{"x":0,"z":2,"y":1} } }
            """);
        using (var weights = Checkpoint.Open(Goldens.Encoder(golden)))
            TorchStateFile.Write(folder["pytorch_model.bin"], weights.Names.Select(weights.Get));
        using var loaded = OmniModel.FromPretrained(folder.Path);
        Assert.Equal((TaskType.Parse(task), HeadLayout.OmniGenBench), (loaded.Task, loaded.Options.Layout));
        Assert.Equal(["x", "y", "z"], loaded.LabelNames);
        using var inputs = Checkpoint.Open(Path.Combine(Goldens.Encoder(golden), "inputs.safetensors"));
        using var expected = Checkpoint.Open(Path.Combine(Goldens.Encoder(golden), "expected.safetensors"));
        var output = loaded.Forward(new ModelInput(Longs(inputs.Get("input_ids")), Longs(inputs.Get("attention_mask"))));
        var probabilities = MemoryMarshal.Cast<byte, float>(expected.Get("logits").Bytes).ToArray();
        Assert.All(loaded.Probabilities(output).ToArray<float>().Zip(probabilities), pair => Assert.Equal(pair.Second, pair.First, 1e-5f));

        static Tensor Longs(CheckpointTensor stored) => Tensor.From<long>(MemoryMarshal.Cast<byte, long>(stored.Bytes), stored.Shape);
    }

    [Theory]
    [InlineData("omnibench-tokcls", "OmniModelForTokenClassificationWith2DStructure", "token_classification")]
    [InlineData("omnibench-seqreg", "OmniModelForSequenceRegressionWith2DStructure", "sequence_regression")]
    [InlineData("omnibench-seqreg", "OmniModelForStructuralImputation", "sequence_regression")]
    public void ClassesOfOmniGenBenchThatComputeTheSameAreTheSame(string golden, string named, string task)
    {
        using var folder = new TemporaryFolder();
        // Imputation has a table that it never uses.
        Goldens.Copy(golden, folder.Path, more: named.EndsWith("Imputation", StringComparison.Ordinal)
            ? [Goldens.Zeros("embedding.weight", DType.Float32, 1, 16)]
            : null);
        File.WriteAllText(folder["metadata.json"], $$"""{"model_cls":"{{named}}"}""");
        using var loaded = OmniModel.FromPretrained(folder.Path);
        Assert.Equal((TaskType.Parse(task), HeadLayout.OmniGenBench), (loaded.Task, loaded.Options.Layout));
    }

    [Fact]
    public void AnUnknownOmniGenBenchClassIsNamed()
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy("omnibench-tokcls", folder.Path);
        File.WriteAllText(folder["metadata.json"], """{"model_cls":"OmniModelForMatrixRegression"}""");
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Contains("OmniModelForMatrixRegression", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{\"0\":\"a\",\"2\":\"b\",\"3\":\"c\"}", null)]
    [InlineData("{\"0\":\"a\",\"x\":\"b\",\"2\":\"c\"}", null)]
    [InlineData("{\"0\":\"a\",\"1\":\"b\",\"2\":\"c\"}", "{\"a\":1,\"b\":0,\"c\":2}")]
    public void LabelsThatContradictEachOtherAreRefused(string id2label, string? label2id)
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy("esm-tokcls", folder.Path, configure: config =>
        {
            config["id2label"] = JsonNode.Parse(id2label);
            if (label2id is null) config.Remove("label2id");
            else config["label2id"] = JsonNode.Parse(label2id);
        });
        Assert.Equal("OH3205", Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path)).Code);
    }

    [Theory]
    [InlineData(3, null, "sequence_classification")]
    [InlineData(1, null, "sequence_regression")]
    [InlineData(3, "multi_label_classification", "multilabel_classification")]
    [InlineData(3, "regression", "sequence_regression")]
    public void HeadsOfTransformersMayLeaveOutLabelNamesAndProblemType(int labels, string? problem, string expected)
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy("esm-seqcls", folder.Path, configure: config =>
        {
            config.Remove("id2label");
            config.Remove("label2id");
            config["problem_type"] = problem;
        }, change: tensor => tensor.Name.StartsWith("classifier.out_proj", StringComparison.Ordinal)
            ? Goldens.Zeros(tensor.Name, DType.Float32, [labels, .. tensor.Shape[1..]])
            : Goldens.Whole(tensor));
        using var model = OmniModel.FromPretrained(folder.Path);
        Assert.Equal((TaskType.Parse(expected), HeadLayout.Dense), (model.Task, model.Options.Layout));
        Assert.Equal((labels, "LABEL_0"), (model.LabelNames.Count, model.LabelNames[0]));
    }

    [Fact]
    public void AFolderThatCouldServeSeveralTasksAsksWhich()
    {
        using var folder = new TemporaryFolder();
        // As OmniGenome is published: seven classes, one of them misspelled, and two heads in the file.
        Goldens.Copy("esm-rotary-tokendrop-mlm", folder.Path, configure: config =>
        {
            config["architectures"] = new JsonArray([.. Classes.Select(name => (JsonNode)name)]);
            config["id2label"] = JsonNode.Parse("""{"0":"(","1":")","2":"."}""");
        }, more: [Goldens.Zeros("classifier.weight", DType.Float32, 3, 32), Goldens.Zeros("classifier.bias", DType.Float32, 3)]);
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal("OH3605", e.Code);
        Assert.Contains("token_classification, masked_lm, embedding", e.Advice, StringComparison.Ordinal);
        foreach (var task in new[] { TaskType.TokenClassification, TaskType.MaskedLanguageModel, TaskType.Embedding })
        {
            using var model = OmniModel.FromPretrained(folder.Path, task);
            Assert.Equal(task, model.Task);
            Assert.Empty(model.LoadReport!.Fresh);
        }
        var missing = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path, TaskType.SequenceClassification));
        Assert.Equal("OH3607", missing.Code);
        Assert.Contains("token_classification, masked_lm, embedding", missing.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void AHeadOfSequencesIsNotTakenForOneOfTokensWhereSeveralClassesAreListed()
    {
        using var folder = new TemporaryFolder();
        // A sequence classifier of OmniGenBench whose metadata.json got lost.
        Goldens.Copy("esm-rotary-tokendrop-mlm", folder.Path, configure: config =>
            {
                config["architectures"] = new JsonArray([.. Classes.Select(name => (JsonNode)name)]);
            },
            more:
            [
                Goldens.Zeros("classifier.weight", DType.Float32, 3, 32), Goldens.Zeros("classifier.bias", DType.Float32, 3),
                Goldens.Zeros("pooler.pooler.dense.weight", DType.Float32, 32, 32),
                Goldens.Zeros("pooler.pooler.dense.bias", DType.Float32, 32),
            ]);
        Assert.Equal("OH3605", Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path)).Code);
        using var model = OmniModel.FromPretrained(folder.Path, TaskType.SequenceClassification);
        Assert.Equal((Pooling.Cls, HeadLayout.OmniGenBench, 3), (model.Options.Pooling, model.Options.Layout, model.LabelNames.Count));
    }

    // Of several families the layer of both heads is called the same, and both would compute something.
    [Theory]
    [InlineData("bert-seqcls", "sequence_classification", "token_classification, token_regression, masked_lm, seq2seq")]
    [InlineData("bert-tokcls", "token_classification", "sequence_classification, masked_lm")]
    [InlineData("distilbert-seqcls", "sequence_classification", "token_classification, masked_lm")]
    [InlineData("distilbert-tokcls", "token_classification", "sequence_classification")]
    [InlineData("roberta-seqcls", "sequence_classification", "token_classification, masked_lm")]
    [InlineData("roberta-tokcls", "token_classification", "sequence_classification")]
    [InlineData("mosaicbert-seqcls", "sequence_classification", "token_classification, masked_lm")]
    [InlineData("gena-seqcls", "sequence_classification", "token_classification, masked_lm")]
    [InlineData("modernbert-seqcls-cls", "sequence_classification", "token_classification, masked_lm")]
    [InlineData("modernbert-tokcls", "token_classification", "sequence_classification, masked_lm")]
    [InlineData("longformer-seqcls", "sequence_classification", "token_classification, masked_lm")]
    [InlineData("longformer-tokcls", "token_classification", "sequence_classification, masked_lm")]
    [InlineData("nystromformer-seqcls", "sequence_classification", "token_classification, masked_lm")]
    [InlineData("nystromformer-tokcls", "token_classification", "sequence_classification, masked_lm")]
    [InlineData("esm-seqcls", "sequence_classification", "token_classification, masked_lm, seq2seq")]
    [InlineData("esm-tokcls", "token_classification", "sequence_classification, masked_lm")]
    [InlineData("ntv2-seqcls", "sequence_classification", "token_classification, masked_lm")]
    [InlineData("ntv2-tokcls", "token_classification", "sequence_classification, masked_lm")]
    [InlineData("mm-rnafm-seq", "sequence_classification", "token_classification, masked_lm")]
    [InlineData("mm-rnafm-seqreg", "sequence_regression", "sequence_classification, multilabel_classification, masked_lm")]
    [InlineData("mm-splicebert-token", "token_classification", "sequence_classification, token_regression, masked_lm")]
    public void APublishedHeadDoesNoOtherTaskThanItsOwn(string golden, string own, string others)
    {
        Assert.Equal([own], ModelInspection.Of(Goldens.Encoder(golden)).Tasks.Select(task => task.Name));
        using (var model = OmniModel.FromPretrained(Goldens.Encoder(golden), TaskType.Parse(own))) Assert.NotEmpty(model.LabelNames);
        foreach (var other in others.Split(", "))
        {
            var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(Goldens.Encoder(golden), TaskType.Parse(other)));
            Assert.Equal(("OH3607", Path.Combine(Goldens.Encoder(golden), "model.safetensors")), (e.Code, e.Place));
            Assert.StartsWith($"the weights hold no head for {other}", e.Message, StringComparison.Ordinal);
            Assert.EndsWith($", but one for {own}", e.Message, StringComparison.Ordinal);
            Assert.Contains($"They serve {own}, embedding; fine-tune", e.Advice, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("omnibench-seqreg", "sequence_classification, multilabel_classification, sequence_regression")]
    [InlineData("omnibench-multilabel", "sequence_classification, multilabel_classification, sequence_regression")]
    [InlineData("omnibench-tokreg", "token_regression")]
    public void AHeadThatNothingTellsOfMayBeSeveralOfItsUnit(string golden, string tasks) =>
        Assert.Equal(tasks, string.Join(", ", ModelInspection.Of(Goldens.Encoder(golden)).Tasks));

    [Fact]
    public void WhatIsWrongInAConfigurationIsSaidWithItsFile()
    {
        AssertWrong("bert-seqcls", "OH3205", "'LABEL_0' is given twice", config =>
            config["id2label"] = JsonNode.Parse("""{"0":"LABEL_0","1":"LABEL_0","2":"LABEL_2"}"""));
        AssertWrong("mm-rnafm-seq", "OH3205", "head.num_labels is 7, but the head of the weights has 3 scores", config =>
            config["head"]!["num_labels"] = 7);
        AssertWrong("mm-rnafm-seq", "OH3205", "head.problem_type is binary, of two classes, but", config =>
            config["head"]!["problem_type"] = "binary");
        AssertWrong("bert-seqcls", "OH3202", "\"omnihelix.task\" is \"wibble\"", config =>
            config["omnihelix"] = JsonNode.Parse("""{"task":"wibble"}"""));

        static void AssertWrong(string golden, string code, string what, Action<JsonObject> configure)
        {
            using var folder = new TemporaryFolder();
            Goldens.Copy(golden, folder.Path, configure: config =>
            {
                config.Remove("label2id");
                configure(config);
            });
            var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
            Assert.Equal(code, e.Code);
            Assert.Contains(what, e.Message, StringComparison.Ordinal);
            Assert.StartsWith(folder["config.json"], e.Place, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void AHeadDoesNoOtherTaskThanItsOwn()
    {
        using var folder = new TemporaryFolder();
        using (var model = OmniModel.Create(Small.Config, TaskType.TokenClassification, Three, seed: 1)) model.SavePretrained(folder.Path);
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path, TaskType.SequenceClassification));
        Assert.Equal("OH3607", e.Code);
        Assert.Contains("They serve token_classification, embedding", e.Advice, StringComparison.Ordinal);
        using var encoder = OmniModel.FromPretrained(folder.Path, TaskType.Embedding);
        Assert.Equal(TaskType.Embedding, encoder.Task);
    }

    [Theory]
    [InlineData("esm-tokcls", "EsmForTokenClasification")]
    [InlineData("esm-seqcls", "EsmForSequencClassification")]
    public void AMisspelledClassLeavesTheTaskOpen(string golden, string name)
    {
        using var folder = new TemporaryFolder();
        Goldens.Copy(golden, folder.Path, configure: config => config["architectures"] = new JsonArray(name));
        var e = Assert.Throws<OmniException>(() => OmniModel.FromPretrained(folder.Path));
        Assert.Equal("OH3605", e.Code);
        Assert.Contains(golden == "esm-tokcls" ? "token_classification" : "sequence_classification", e.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void OptionsThatDoNotFitTheTaskAreRefused()
    {
        Assert.All(
        [
            (TaskType.TokenClassification, new OmniModelOptions()),
            (TaskType.SequenceClassification, new OmniModelOptions { LabelNames = ["one"] }),
            (TaskType.TokenClassification, new OmniModelOptions { LabelNames = ["a", "a"] }),
            (TaskType.TokenClassification, Three with { ClassWeights = [1, 2] }),
            (TaskType.TokenClassification, Three with { ClassWeights = [1, 2, double.NaN] }),
            (TaskType.SequenceRegression, Three with { ClassWeights = [1, 2, 3] }),
            (TaskType.MaskedLanguageModel, new OmniModelOptions { DoubleSoftmax = true }),
            (TaskType.TokenClassification, Three with { Dropout = 1 }),
            (TaskType.TokenClassification, Three with { SpecialTokens = [24] }),
        ], one =>
        {
            var e = Assert.Throws<OmniException>(() => OmniModel.Create(Small.Config, one.Item1, one.Item2, seed: 1));
            Assert.Equal("OH3604", e.Code);
        });
    }

    [Fact]
    public void RegressionHasNoProbabilitiesAndProbabilitiesSumToOne()
    {
        using var scope = new TensorScope();
        var input = Small.Batch([0, 4, 5, 2]);
        using var regression = OmniModel.Create(Small.Config, TaskType.SequenceRegression, new(), seed: 1);
        Assert.Equal(["value"], regression.LabelNames);
        Assert.Equal("OH3603", Assert.Throws<OmniException>(() => regression.Probabilities(regression.Forward(input))).Code);
        using var classes = OmniModel.Create(Small.Config, TaskType.TokenClassification, Three, seed: 1);
        Assert.True(Small.Distance(classes.Probabilities(classes.Forward(input)).Sum([-1]), Ops.Ones([1, 4], DType.Float32)) < 1e-6);
    }

    [Fact]
    public void LabelsOfAnotherShapeAreRefused()
    {
        using var scope = new TensorScope();
        var input = Small.Batch([0, 4, 5, 2]);
        foreach (var (task, labels) in new[]
        {
            (TaskType.TokenClassification, Ops.Zeros([1, 3], DType.Int64)),
            (TaskType.SequenceClassification, Ops.Zeros([1, 1], DType.Int64)),
            (TaskType.MultiLabelClassification, Ops.Zeros([1, 2], DType.Float32)),
            (TaskType.TokenRegression, Ops.Zeros([1, 4], DType.Float32)),
        })
        {
            using var model = OmniModel.Create(Small.Config, task, Three, seed: 1);
            Assert.Equal("OH3602", Assert.Throws<OmniException>(() => model.Loss(model.Forward(input), labels)).Code);
        }
    }

    [Fact]
    public void SpecialTokensAndPaddingTakeNoPartInPooling()
    {
        using var scope = new TensorScope();
        var hidden = Tensor.From<float>([1, 2, 3, 100, 5, 6, 7, 100], [2, 4, 1]);
        var ids = Tensor.From<long>([0, 4, 5, 2, 0, 4, 2, 1], [2, 4]);
        var input = new ModelInput(ids, Tensor.From<long>([1, 1, 1, 1, 1, 1, 1, 0], [2, 4]));
        Assert.Equal([2.5f, 6f], Pool(Pooling.Mean));
        Assert.Equal([3f, 6f], Pool(Pooling.Max));
        Assert.Equal([26.5f, 6f], Pool(Pooling.MeanAllTokens));
        Assert.Equal([100f, 7f], Pool(Pooling.MaxAllTokens));
        Assert.Equal([1f, 5f], Pool(Pooling.Cls));
        Assert.Equal([100f, 7f], Pool(Pooling.Last));
        // A sequence of special tokens only is pooled over them.
        var nothing = new ModelInput(Tensor.From<long>([0, 2, 1, 1], [1, 4]), Tensor.From<long>([1, 1, 0, 0], [1, 4]));
        using var mean = new SequencePooling(Pooling.Mean, 1, [0, 1, 2]);
        Assert.Equal([1.5f], mean.Forward(hidden.Narrow(0, 0, 1), nothing.InputIds, nothing.AttentionMask).ToArray<float>());

        float[] Pool(Pooling kind)
        {
            using var pooling = new SequencePooling(kind, 1, [0, 1, 2]);
            return pooling.Forward(hidden, input.InputIds, input.AttentionMask).ToArray<float>();
        }
    }

    private static bool Classifies(TaskType task) => task.HasLabels && task.Target is TaskTarget.Class or TaskTarget.Classes;
}
