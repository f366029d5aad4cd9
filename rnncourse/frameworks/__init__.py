"""Weights to and from other libraries' layouts, one module a library.

``pytorch``      modules of ``torch.nn``, built and read
``keras``        the lists of arrays of ``layer.get_weights()``, Keras 3
``tensorflow1``  the variables of the cells in ``tf.nn.rnn_cell``, by name
``onnx``         inputs and attributes of the operators RNN, LSTM and GRU

Where a framework computes what a layer of ours computes, the map is exact and goes both ways; where it does not,
the error says why. Only ``pytorch`` imports its library.
"""
