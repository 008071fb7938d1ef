namespace DocuSense.Maintenance.Reports.Html;

/// <summary>Where a line of the drawing goes: through the middle of a place in each layer from its start to its end.</summary>
internal sealed record GraphRoute(GraphEdge Edge, IReadOnlyList<GraphSlot> Slots);

/// <summary>A place in a layer: a node, or where a line passes by.</summary>
internal sealed class GraphSlot(GraphNode? node, int layer)
{
    public GraphNode? Node { get; } = node;

    public int Layer { get; } = layer;

    /// <summary>The middle, in pixels from the top.</summary>
    public double Y { get; set; }

    /// <summary>Those in the layer before and in the layer after that a line joins with this one.</summary>
    public List<GraphSlot> Before { get; } = [];

    public List<GraphSlot> After { get; } = [];

    public int Position { get; set; }
}

/// <summary>
/// Lays a graph out in layers, from who requires to what is required, with few crossings: layers by the longest way, lines over several layers by way of empty
/// places, order by the mean of the neighbours (Sugiyama, Tagawa, Toda, 1981).
/// </summary>
internal sealed class GraphLayout
{
    public const double NodeHeight = 24;
    private const double NodeStep = 31;
    private const double PassStep = 11;
    private const int Sweeps = 8;

    private readonly List<List<GraphSlot>> _layers = [];

    public IReadOnlyList<IReadOnlyList<GraphSlot>> Layers => _layers;

    public IReadOnlyList<GraphRoute> Routes { get; private set; } = [];

    /// <summary>In pixels.</summary>
    public double Height { get; private set; }

    /// <summary>Lays out.</summary>
    /// <param name="graph">What is drawn.</param>
    /// <param name="maximumLayers">What would be further right is put into the last layer.</param>
    public static GraphLayout Create(GraphSelection graph, int maximumLayers)
    {
        var layout = new GraphLayout();
        Dictionary<GraphNode, int> layers = LayersOf(graph, maximumLayers);
        layout.Place(graph, layers);
        for (int sweep = 0; sweep < Sweeps; sweep++)
            layout.Sweep(forward: sweep % 2 == 0);
        layout.SetHeights();
        return layout;
    }

    private static Dictionary<GraphNode, int> LayersOf(GraphSelection graph, int maximumLayers)
    {
        var layers = new Dictionary<GraphNode, int>();
        foreach (GraphNode node in graph.Nodes)
            layers.Add(node, 0);

        // As often as there are layers, which a cycle cannot prolong.
        for (int round = 1; round < maximumLayers; round++)
        {
            foreach (GraphEdge edge in graph.Edges)
                layers[edge.To] = Math.Max(layers[edge.To], Math.Min(layers[edge.From] + 1, maximumLayers - 1));
        }

        return layers;
    }

    private void Place(GraphSelection graph, Dictionary<GraphNode, int> layers)
    {
        int last = 0;
        foreach (int layer in layers.Values)
            last = Math.Max(last, layer);
        for (int layer = 0; layer <= last; layer++)
            _layers.Add([]);

        var slots = new Dictionary<GraphNode, GraphSlot>();
        foreach (GraphNode node in graph.Nodes)
        {
            var slot = new GraphSlot(node, layers[node]);
            slots.Add(node, slot);
            _layers[slot.Layer].Add(slot);
        }

        var routes = new List<GraphRoute>();
        foreach (GraphEdge edge in graph.Edges)
        {
            GraphSlot from = slots[edge.From];
            GraphSlot to = slots[edge.To];
            var way = new List<GraphSlot> { from };
            for (int layer = from.Layer + 1; layer < to.Layer; layer++)
            {
                var pass = new GraphSlot(null, layer);
                _layers[layer].Add(pass);
                way.Add(pass);
            }

            way.Add(to);
            for (int index = 1; index < way.Count && from.Layer < to.Layer; index++)
            {
                way[index - 1].After.Add(way[index]);
                way[index].Before.Add(way[index - 1]);
            }

            routes.Add(new GraphRoute(edge, way));
        }

        Routes = routes;
        foreach (List<GraphSlot> layer in _layers)
            Number(layer);
    }

    private void Sweep(bool forward)
    {
        for (int step = 1; step < _layers.Count; step++)
        {
            int index = forward ? step : _layers.Count - 1 - step;
            List<GraphSlot> layer = _layers[index];

            // A stable sort, so that the outcome does not depend on the framework.
            List<GraphSlot> sorted = [.. layer.OrderBy(slot => Mean(forward ? slot.Before : slot.After, slot.Position)).ThenBy(static slot => slot.Position)];
            Number(sorted);
            _layers[index] = sorted;
        }
    }

    private static double Mean(List<GraphSlot> neighbours, int otherwise)
    {
        if (neighbours.Count == 0)
            return otherwise;
        double sum = 0;
        foreach (GraphSlot neighbour in neighbours)
            sum += neighbour.Position;
        return sum / neighbours.Count;
    }

    private static void Number(List<GraphSlot> layer)
    {
        for (int index = 0; index < layer.Count; index++)
            layer[index].Position = index;
    }

    /// <summary>Each as near to the height of its neighbours as order and distances allow, so that lines run straight.</summary>
    private void SetHeights()
    {
        foreach (List<GraphSlot> layer in _layers)
        {
            double y = 0;
            foreach (GraphSlot slot in layer)
            {
                slot.Y = y + (StepOf(slot) / 2);
                y += StepOf(slot);
            }
        }

        for (int sweep = 0; sweep < Sweeps; sweep++)
        {
            for (int step = 0; step < _layers.Count; step++)
                Align(_layers[sweep % 2 == 0 ? step : _layers.Count - 1 - step]);
        }

        double top = double.MaxValue;
        foreach (List<GraphSlot> layer in _layers)
            top = Math.Min(top, layer.Count == 0 ? top : layer[0].Y - (StepOf(layer[0]) / 2));
        foreach (List<GraphSlot> layer in _layers)
        {
            foreach (GraphSlot slot in layer)
            {
                slot.Y -= top;
                Height = Math.Max(Height, slot.Y + (StepOf(slot) / 2));
            }
        }
    }

    // The least squares under the constraint of the order: blocks that would overlap are pooled and take their mean.
    private static void Align(List<GraphSlot> layer)
    {
        var blocks = new List<(double Sum, int Count)>();
        double offset = 0;
        var offsets = new double[layer.Count];
        for (int index = 0; index < layer.Count; index++)
        {
            if (index > 0)
                offset += (StepOf(layer[index - 1]) + StepOf(layer[index])) / 2;
            offsets[index] = offset;
            (double Sum, int Count) block = (Wished(layer[index]) - offset, 1);
            while (blocks.Count > 0 && blocks[blocks.Count - 1].Sum / blocks[blocks.Count - 1].Count > block.Sum / block.Count)
            {
                block = (block.Sum + blocks[blocks.Count - 1].Sum, block.Count + blocks[blocks.Count - 1].Count);
                blocks.RemoveAt(blocks.Count - 1);
            }

            blocks.Add(block);
        }

        int next = 0;
        foreach ((double sum, int count) in blocks)
        {
            for (int end = next + count; next < end; next++)
                layer[next].Y = (sum / count) + offsets[next];
        }
    }

    private static double Wished(GraphSlot slot)
    {
        double sum = 0;
        foreach (GraphSlot neighbour in slot.Before)
            sum += neighbour.Y;
        foreach (GraphSlot neighbour in slot.After)
            sum += neighbour.Y;
        int count = slot.Before.Count + slot.After.Count;
        return count == 0 ? slot.Y : sum / count;
    }

    private static double StepOf(GraphSlot slot) => slot.Node is null ? PassStep : NodeStep;
}
